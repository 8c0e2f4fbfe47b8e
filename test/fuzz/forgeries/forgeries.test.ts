import { expect, test } from 'vitest'
import { forgeries } from './forgeries'

test('forged, replayed, reordered, oversized, foreign, expired, confused, cross-site: each is refused with its code', async () => {
  const said: string[] = []
  const { numbers } = await forgeries.run({ count: 2000, seed: 1, json: false }, line => said.push(line))
  expect(numbers, said.join('\n')).toEqual({ forgeries: 2000, accepted: 0, wrongCodes: 0, disturbed: 0 })
})
