import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { open } from '../open.fixture'
import { SyncError } from '../sync'
import { LeaseLine } from './lease-line'

const count = 40
const most = 4

/** An agent whose relay grants it so many leases at once. */
async function ada() {
  const relay = await startRelay({ data: memoryStorage(), insecure: true, limits: { leasesPerChannel: most } })
  onTestFinished(() => relay.close())
  const memory = await open('ada', { relay: relay.url })
  await memory.sync.flush('relay')
  return memory
}

test('of more calls than the relay grants leases the others wait in line, and each runs under a lease', async () => {
  const memory = await ada()
  const running = { now: 0, most: 0 }
  const tokens = new Set<number | undefined>()
  const results = await Promise.all(
    Array.from({ length: count }, (_, n) =>
      memory.work.once(`part ${n}`, async ({ token }) => {
        tokens.add(token?.number)
        running.most = Math.max(running.most, ++running.now)
        await new Promise(resolve => setImmediate(resolve))
        running.now--
        return n
      }),
    ),
  )
  expect(results).toEqual(Array.from({ length: count }, (_, n) => n))
  expect(tokens.size).toBe(count)
  expect(running.most).toBeLessThanOrEqual(most)
})

test('of more claimed writes than the relay grants leases the others wait in line', async () => {
  const memory = await ada()
  const claimed = { consistency: 'claimed' } as const
  await Promise.all(Array.from({ length: count }, (_, n) => memory.facts.assert(`part/${n}`, n, claimed)))
  expect(await memory.facts.list({ prefix: 'part/' })).toHaveLength(count)
})

test('what is called off in the line leaves it, and the others go on', async () => {
  const memory = await ada()
  const controller = new AbortController()
  let finish = () => {}
  const finished = new Promise<void>(resolve => {
    finish = resolve
  })
  const first = Array.from({ length: most }, (_, n) => memory.work.once(`first ${n}`, () => finished))
  const called = Array.from({ length: most }, (_, n) =>
    memory.work.once(`called off ${n}`, () => n, { signal: controller.signal }),
  )
  const behind = Array.from({ length: most }, (_, n) => memory.work.once(`behind ${n}`, () => n))
  await expect.poll(async () => (await memory.work.calls()).filter(call => call.state === 'running').length).toBe(most)
  controller.abort(new Error('enough'))
  for (const each of await Promise.allSettled(called)) expect(each).toMatchObject({ reason: { message: 'enough' } })
  finish()
  expect(await Promise.all(behind)).toEqual([0, 1, 2, 3])
  await Promise.all(first)
})

test('where claims hold all leases that the relay grants nobody waits, and the error says how many and what to do', async () => {
  const memory = await ada()
  const claims = await Promise.all(Array.from({ length: most }, (_, n) => memory.work.claim(`claim ${n}`)))
  const refused = {
    code: 'quota',
    message: expect.stringMatching(/^agent "ada", .*: this agent holds or waits for 4 leases here, as many as it may$/),
    hint: expect.stringContaining('leasesPerChannel'),
  }
  await expect(memory.work.claim('one more')).rejects.toMatchObject(refused)
  await expect(memory.facts.assert('one', 1, { consistency: 'claimed' })).rejects.toMatchObject(refused)
  const many = Array.from({ length: count }, (_, n) => memory.work.once(`part ${n}`, () => n))
  for (const each of await Promise.allSettled(many)) expect(each).toMatchObject({ reason: refused })
  await claims[0]?.release()
  expect(await memory.work.once('part 0', () => 0)).toBe(0)
})

test('who is called off just when it is its turn passes it on', async () => {
  const line = new LeaseLine()
  const quota = new SyncError('quota', 'no more', { hint: 'wait' })
  let isFull = true
  const ask = async () => {
    if (isFull) throw quota
  }
  const { signal } = new AbortController()
  await line.ask(async () => {}, signal)
  const controller = new AbortController()
  const called = line.ask(ask, controller.signal)
  const behind = line.ask(ask, signal)
  await new Promise(resolve => setImmediate(resolve))
  isFull = false
  line.leave()
  controller.abort(new Error('enough'))
  await expect(called).rejects.toThrow('enough')
  await behind
})
