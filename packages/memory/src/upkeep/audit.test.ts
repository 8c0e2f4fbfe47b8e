import { expect, test } from 'vitest'
import type { Core } from '../core'
import { open } from '../open.fixture'
import { audit } from './audit'

test('what leaves and comes again while it is looked at is one record', async () => {
  const memory = await open('ada')
  const { record } = await memory.facts.assert('lamp', 'on')
  await memory.facts.assert('door', 'shut')
  let isFirst = true
  const pause = async () => {
    if (!isFirst) return
    isFirst = false
    await memory.retract(record.id, 'it is off')
    await memory.getAll()
    await memory.facts.assert('lamp', 'on')
  }
  const core: Core = Object.create((memory as unknown as { readonly core: Core }).core, { pause: { value: pause } })
  expect((await audit(core)).records).toBe(2)
})
