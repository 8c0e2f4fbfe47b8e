import { expect, test } from 'vitest'
import type { Core } from '../core'
import { open } from '../open.fixture'
import { rescope } from './rescope'
import { undo } from './undo'

test('records are read with pauses in between before they are given another scope, or it is taken back', async () => {
  const memory = await open('support')
  await Promise.all(Array.from({ length: 401 }, (_, n) => memory.add(`Parcel ${n} is on its way`)))
  let pauses = 0
  const pause = async () => void pauses++
  const core: Core = Object.create((memory as unknown as { readonly core: Core }).core, { pause: { value: pause } })
  const { changed, token = '' } = await rescope(core, { filter: { space: 'team' } }, { run: 'r1' })
  expect(changed).toHaveLength(401)
  expect(pauses).toBeGreaterThanOrEqual(401)
  pauses = 0
  expect((await undo(core, token)).changed).toHaveLength(401)
  expect(pauses).toBeGreaterThanOrEqual(401)
})
