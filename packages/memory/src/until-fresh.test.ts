import { expect, test } from 'vitest'
import { holdableLink } from './erase/holdable-link.fixture'
import type { Memory } from './index'
import { open, relayUrl } from './open.fixture'

const reads: Record<string, (memory: Memory, options: { signal: AbortSignal }) => Promise<unknown>> = {
  getAll: (memory, options) => memory.getAll({ maxStaleness: 0, ...options }),
  search: (memory, options) => memory.search('tea', { maxStaleness: 0, ...options }),
  'facts.get': (memory, options) => memory.facts.get('tea', { maxStaleness: 0, ...options }),
  'runs.resume': (memory, options) => memory.runs.resume('order-42', options),
}

test.each(Object.keys(reads))('%s is called off while a relay that says nothing more is asked', async name => {
  const link = holdableLink()
  const memory = await open('ada', { relay: { url: await relayUrl(), openSocket: link.openSocket } })
  const enough = new AbortController()
  // What it needs is loaded then: it asks at once.
  await reads[name]!(memory, { signal: enough.signal })
  link.hold()
  const reading = reads[name]!(memory, { signal: enough.signal })
  // Another one has asked before, and its question is without an answer too.
  const other = reads[name]!(memory, { signal: enough.signal })
  const reason = new Error('enough')
  setImmediate(() => enough.abort(reason))
  expect(await Promise.allSettled([reading, other])).toEqual([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ])
  link.release()
  await memory.getAll({ maxStaleness: 0 })
})

test('what was read by a clock that was set back since is of unknown age: the relay is asked again', async () => {
  const link = holdableLink()
  let time = Date.now()
  const relay = { url: await relayUrl(), openSocket: link.openSocket }
  const memory = await open('ada', { relay, clock: () => time })
  await memory.getAll({ maxStaleness: 0 })
  expect(memory.sync.staleness()).toBe(0)
  time -= 3_600_000
  expect(memory.sync.staleness()).toBeUndefined()
  link.hold()
  let isOver = false
  const reading = memory.getAll({ maxStaleness: '5s' }).finally(() => (isOver = true))
  for (let turns = 0; turns < 20; turns++) await new Promise<void>(resolve => setImmediate(resolve))
  expect(isOver).toBe(false)
  link.release()
  await reading
  expect(memory.sync.staleness()).toBe(0)
})
