import { expect, test } from 'vitest'
import type { Core } from '../core'
import { open } from '../open.fixture'
import { list } from './list'

test('a list of runs pauses after each', async () => {
  const memory = await open('support')
  for (let n = 0; n < 30; n++) await memory.runs.checkpoint(`order-${n}`, { n })
  let pauses = 0
  const pause = async () => void pauses++
  const core: Core = Object.create((memory as unknown as { readonly core: Core }).core, { pause: { value: pause } })
  expect(await list(core)).toHaveLength(30)
  expect(pauses).toBeGreaterThanOrEqual(30)
})
