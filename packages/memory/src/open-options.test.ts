import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CommonplaceError } from './errors'
import { checkedOpenOptions } from './open-options'

test('every option of opening has a line in the README, and no other', async () => {
  const refused = checkedOpenOptions({ agent: { id: 'support' }, nonsense: 1 } as never)
  const { hint } = (await refused.catch((error: unknown) => error)) as CommonplaceError
  const options = hint.replace('the options are ', '').split(', ')
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, table = ''] = /## Opening\n\n(.*?)\n\n/s.exec(readme) ?? []
  const named = table
    .split('\n')
    .flatMap(line => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name))
  expect(named.sort()).toEqual(options.sort())
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e20, '2026-11-26', undefined, Promise.resolve(0)])(
  'a clock that says %s is none',
  async now => {
    const options = { agent: { id: 'support' }, clock: (() => now) as never }
    await expect(checkedOpenOptions(options)).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('clock'),
    })
  },
)

test.each(['gate', 'kinds', 'policy', 'weights', 'keepIndex', 'indexWorker'])(
  'an empty list is no %s',
  async option => {
    const options = { agent: { id: 'support' }, [option]: [] }
    await expect(checkedOpenOptions(options)).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining(option),
    })
  },
)
