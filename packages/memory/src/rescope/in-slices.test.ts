import { expect, test } from 'vitest'
import type { Core } from '../core'
import { open } from '../open.fixture'
import { undo } from './undo'

test('an undo pauses after each batch of what it takes back', async () => {
  const memory = await open('support')
  await Promise.all(Array.from({ length: 401 }, (_, n) => memory.add(`Parcel ${n} is on its way`)))
  const { token = '' } = await memory.rescope({ filter: { space: 'team' } }, { run: 'r1' })
  let pauses = 0
  const pause = async () => void pauses++
  const core: Core = Object.create((memory as unknown as { readonly core: Core }).core, { pause: { value: pause } })
  expect((await undo(core, token)).changed).toHaveLength(401)
  expect(pauses).toBeGreaterThanOrEqual(3)
})
