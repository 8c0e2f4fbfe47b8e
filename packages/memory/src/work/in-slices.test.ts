import { expect, test } from 'vitest'
import type { Core } from '../core'
import { open } from '../open.fixture'
import { WorkVerbs } from './verbs'

test('runs that are asked for at once pause before each', async () => {
  const memory = await open('support')
  let pauses = 0
  const pause = async () => void pauses++
  const core: Core = Object.create((memory as unknown as { readonly core: Core }).core, { pause: { value: pause } })
  const work = new WorkVerbs(core, memory.working, memory.team.presence.peers)
  const results = await Promise.all(Array.from({ length: 30 }, (_, n) => work.once(`part ${n}`, () => n)))
  expect(results).toEqual(Array.from({ length: 30 }, (_, n) => n))
  expect(pauses).toBeGreaterThanOrEqual(30)
})
