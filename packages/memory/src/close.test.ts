import { MemoryDisk, memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Core } from './core'
import { type Memory, openMemory } from './index'
import { open, relayUrl } from './open.fixture'

/** What a write is that nobody waits for. */
const writes: Record<string, (memory: Memory) => Promise<unknown>> = {
  'a record': memory => memory.add('Order 42 left the warehouse'),
  'a fact': memory => memory.facts.assert('order/42/status', 'shipped'),
  'a task': memory => memory.work.tasks.add('write the report'),
  'a state': memory => memory.runs.checkpoint('night', { step: 3 }),
  'a log': memory => memory.runs.log('night', 'step 3 is done'),
  'a relation': memory => memory.graph.relate('Ada', 'likes', 'tea'),
}

test.each(Object.keys(writes))('%s that was called before it is on the disk when a memory has closed', async what => {
  const relay = await relayUrl()
  for (let nth = 0; nth < 3; nth++) {
    const disk = new MemoryDisk()
    const opened = () => openMemory({ agent: { id: `ada${nth}` }, storage: memoryStorage({ from: disk }), relay })
    const memory = await opened()
    const writing = writes[what]!(memory)
    await memory.close()
    await writing
    const again = await opened()
    expect((again as unknown as { core: Core }).core.pool.get('team')!.index.size).toBe(1)
    await again.close()
  }
})

test('closing waits for no lease, no relay and no run, and each is told', async () => {
  const away = 'ws://127.0.0.1:1'
  const memory = await open('ada', { relay: away })
  const waiting = [
    memory.work.claim('night'),
    memory.facts.assert('order/42/status', 'shipped', { consistency: 'claimed' }),
    memory.add('Order 42 left the warehouse', { consistency: 'relay' }),
    memory.work.once('rates', () => new Promise(() => {})),
  ]
  await expect.poll(() => memory.sync.status.value).toMatchObject({ connection: 'waiting', pending: 1 })
  const told = Promise.allSettled([...waiting, memory.sync.flush('relay')])
  const began = performance.now()
  await memory.close()
  expect(performance.now() - began).toBeLessThan(1500)
  for (const each of await told) expect(each).toMatchObject({ status: 'rejected', reason: { code: 'closed' } })
})

test('a lease that is claimed just before closing is refused, whatever it had come to', async () => {
  const memory = await open('ada', { relay: await relayUrl() })
  const claiming = memory.work.claim('night')
  const refused = expect(claiming).rejects.toMatchObject({ code: 'closed' })
  await memory.close()
  await refused
})

test('a function of the caller that takes for ever keeps it open for a moment only', async () => {
  const memory = await open('ada')
  await memory.procedures.define('wait', { description: 'waits' })
  const begun = vi.fn(() => new Promise(() => {}))
  memory.procedures.implement('wait', begun)
  void memory.procedures.call('wait')
  await vi.waitFor(() => expect(begun).toHaveBeenCalled())
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const closing = memory.close()
  await vi.advanceTimersByTimeAsync(2000)
  await closing
})

test('what goes on while a memory closes opens no space that nobody would close', async () => {
  const memory = await open('ada')
  const { pool, storage } = (memory as unknown as { core: Core }).core
  const close = storage.close.bind(storage)
  let late: Promise<unknown> | undefined
  vi.spyOn(storage, 'close').mockImplementation(async () => {
    late = pool.acquire('team')
    await late.catch(() => {})
    return close()
  })
  await memory.close()
  await expect(late).rejects.toMatchObject({ code: 'closed' })
  expect(pool.loaded()).toEqual([])
})
