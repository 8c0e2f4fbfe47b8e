import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { Worker } from 'node:worker_threads'
import { type Memory, type MemoryEvents, type OpenOptions, openMemory } from '@commonplace/memory'
import { rangeOf } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { startIndexWorker } from '../fixtures/index-worker'

const words = 'harbour violin orange ladder copper meadow winter saddle'.split(' ')

async function open(more: Partial<OpenOptions> = {}): Promise<Memory> {
  const memory = await openMemory({
    agent: { id: 'keeper' },
    spaces: { team: 'shared', notes: 'private' },
    storage: memoryStorage(),
    gate: false,
    clock: () => Date.UTC(2026, 10, 1),
    ...more,
  })
  onTestFinished(() => memory.close())
  return memory
}

function inWorker(from: number, started: Worker[] = []): OpenOptions['indexWorker'] {
  return {
    from,
    start() {
      const worker = startIndexWorker()
      started.push(worker)
      return worker
    },
  }
}

async function answers(memory: Memory): Promise<unknown> {
  const found = []
  for (const text of [...words, 'which violin is number 7?']) {
    const hits = await memory.search(text, { limit: 50, filter: { tags: ['even'] } })
    found.push(hits.map(({ record, score, why }) => [record.content, score, why]))
  }
  const packet = await memory.context({ query: 'harbour or meadow', budget: 200 })
  // Ids are drawn at random.
  return [...found, packet.text.replace(/"cite":"\w+"/g, '')]
}

/** Adds, replaces, retracts and erases. */
async function live(memory: Memory): Promise<void> {
  const ids: string[] = []
  for (let at = 0; at < 60; at++) {
    const tags = at % 2 ? [] : ['even']
    ids.push((await memory.add(`${words[at % 8]} ${words[(at * 3) % 8]} number ${at}`, { tags })).id)
  }
  await memory.update(ids[8]!, { content: 'the violin is at the harbour' })
  await memory.retract(ids[10]!, 'wrong')
  await memory.erase({ ids: [ids[12]!] })
  for (const at of [1, 2, 3]) await memory.facts.assert(`thing/${at}`, `orange ${at}`)
}

const placeOf = (memory: Memory) => memory.index.status.value.place

test('a memory moves its index to a worker thread as it grows, and answers as one that does not', async () => {
  const [here, there] = [await open({ indexWorker: false }), await open({ indexWorker: inWorker(30) })]
  await there.add('one')
  expect(there.index.status.value).toEqual({ place: 'here' })
  await there.retract((await there.search('one'))[0]!.record.id, 'only to begin with')
  await live(here)
  await live(there)
  await expect.poll(() => placeOf(there)).toBe('worker')
  expect(await answers(there)).toEqual(await answers(here))
  expect(here.index.status.value).toEqual({ place: 'here', reason: 'indexWorker is false' })
})

test('a kept index is loaded in the worker, and one is saved from it', async () => {
  const storage = memoryStorage()
  const keepIndex = { from: 1, afterMs: 0 }
  const progress: MemoryEvents['progress'][] = []
  const options = {
    storage,
    keepIndex,
    indexWorker: inWorker(1),
    onProgress: (each: MemoryEvents['progress']) => progress.push(each),
  }
  const isKept = async () => {
    const found = []
    for await (const { key } of storage.range(...rangeOf('index'), { limit: 1 })) found.push(key)
    return found.length > 0
  }
  const first = await open(options)
  await live(first)
  await expect.poll(isKept).toBe(true)
  const expected = await answers(first)
  await first.close()
  progress.length = 0
  const second = await open({ ...options, storage: memoryStorage({ from: storage.disk }) })
  expect(placeOf(second)).toBe('worker')
  expect(await answers(second)).toEqual(expected)
  // What was restored is not read to be indexed.
  expect(progress).toEqual([])
})

test('progress is told while a worker builds the index, and a search waits for all of it', async () => {
  const storage = memoryStorage()
  const first = await open({ storage })
  await live(first)
  const expected = await answers(first)
  await first.close()
  const progress: MemoryEvents['progress'][] = []
  const second = await open({
    storage: memoryStorage({ from: storage.disk }),
    indexWorker: inWorker(20),
    onProgress: each => progress.push(each),
  })
  expect(placeOf(second)).toBe('worker')
  const last = progress.at(-1)
  expect(last?.indexed).toBe(last?.total)
  expect(await answers(second)).toEqual(expected)
})

test('nothing of what was erased is left in the heap of the worker', async () => {
  const started: Worker[] = []
  const memory = await open({ indexWorker: inWorker(1, started) })
  await live(memory)
  await expect.poll(() => placeOf(memory)).toBe('worker')
  const { id } = await memory.add('the passphrase is xylophonequartz', { tags: ['zirconsecret'] })
  expect(await memory.search('xylophonequartz')).toHaveLength(1)
  const heap = async () => text(await started[0]!.getHeapSnapshot())
  expect(await heap()).toContain('xylophonequartz')
  await memory.erase({ ids: [id] })
  expect(await memory.search('passphrase')).toEqual([])
  const left = await heap()
  expect(left).not.toContain('xylophonequartz')
  expect(left).not.toContain('zirconsecret')
})

test('a worker that crashes takes no answer with it: another one takes over, and after some the thread itself', async () => {
  const started: Worker[] = []
  const memory = await open({ indexWorker: inWorker(1, started) })
  await live(memory)
  await expect.poll(() => placeOf(memory)).toBe('worker')
  const expected = await answers(memory)
  const errors: unknown[] = []
  memory.on('error', event => errors.push(event))
  for (let crashes = 1; crashes <= 3; crashes++) {
    const asked = answers(memory)
    await started.at(-1)!.terminate()
    expect(await asked).toEqual(expected)
    expect(errors).toHaveLength(crashes)
    if (crashes === 3) break
    await started.at(-1)!.terminate()
    const { id } = await memory.add('said while it was away')
    expect((await memory.search('who was away?'))[0]?.record.id).toBe(id)
    await memory.retract(id, 'no more')
    crashes++
  }
  expect(started).toHaveLength(3)
  expect(memory.index.status.value).toEqual({ place: 'here', reason: expect.stringContaining('ended with') })
  expect(await answers(memory)).toEqual(expected)
})

test('without a worker that can be started the index stays where it is, and says why', async () => {
  const start = () => {
    throw new Error('workers are forbidden here')
  }
  const memory = await open({ indexWorker: { from: 10, start } })
  await live(memory)
  expect(await memory.search('violin at the harbour')).not.toEqual([])
  expect(memory.index.status.value).toEqual({ place: 'here', reason: 'workers are forbidden here' })
})

test('a search as of a past time has an index of its own, in a worker where it is large, until something changes', async () => {
  let now = Date.UTC(2026, 10, 1)
  const clock = () => now
  const started: Worker[] = []
  const [here, there] = [
    await open({ clock, indexWorker: false }),
    await open({ clock, indexWorker: inWorker(30, started) }),
  ]
  const asOf = Date.UTC(2026, 10, 3)
  for (const memory of [here, there]) await live(memory)
  now = Date.UTC(2026, 10, 5)
  for (const memory of [here, there])
    for (const hit of await memory.search('violin')) await memory.retract(hit.record.id, 'wrong')
  await expect.poll(() => placeOf(there)).toBe('worker')
  const past = async (memory: Memory, query = 'violin at the harbour') => {
    const hits = await memory.search(query, { asOf, limit: 20 })
    return hits.map(({ record, score, why }) => [record.content, score, why])
  }
  const expected = await past(here)
  expect(expected).not.toEqual([])
  expect(await past(there)).toEqual(expected)
  expect(await past(there, 'orange')).toEqual(await past(here, 'orange'))
  expect(started).toHaveLength(2)
  // One that crashes is built again.
  await started[1]!.terminate()
  expect(await past(there)).toEqual(expected)
  expect(started).toHaveLength(3)
  const ended = once(started[2]!, 'exit')
  await there.add('the violin is gone')
  await ended
  expect(await past(there)).toEqual(expected)
  expect(started).toHaveLength(4)
})

test('an index of a past time is built once for all who ask: who calls off leaves at once, and closing answers or refuses the rest', async () => {
  const started: Worker[] = []
  let onStart = () => {}
  const { from, start } = inWorker(30, started) as { from: number; start: () => Worker }
  const memory = await open({
    indexWorker: {
      from,
      start() {
        const worker = start()
        onStart()
        return worker
      },
    },
  })
  await live(memory)
  await expect.poll(() => placeOf(memory)).toBe('worker')
  const asOf = Date.UTC(2026, 10, 3)
  const calledOff = new AbortController()
  onStart = () => calledOff.abort(new Error('never mind'))
  const one = memory.search('violin', { asOf, signal: calledOff.signal })
  const other = memory.search('harbour', { asOf })
  await expect(one).rejects.toThrow('never mind')
  expect(await other).not.toEqual([])
  expect(started).toHaveLength(2)

  let closing: Promise<void> | undefined
  onStart = () => {
    closing = memory.close()
  }
  const late = memory.search('harbour', { asOf: asOf + 1 })
  await answeredOrClosed(late)
  await closing
  await expect.poll(() => started.map(({ threadId }) => threadId)).toEqual([-1, -1, -1])
})

/** What was called before `close` may end within two seconds. */
async function answeredOrClosed(search: Promise<readonly unknown[]>): Promise<void> {
  const [{ status, ...end }] = await Promise.allSettled([search])
  if (status === 'rejected') expect(end).toMatchObject({ reason: { code: 'closed' } })
  else expect(end).not.toEqual({ value: [] })
}

test('a search that is called off ends at once, and one on a memory that closes is answered', async () => {
  const memory = await open({ indexWorker: inWorker(1) })
  await live(memory)
  await expect.poll(() => placeOf(memory)).toBe('worker')
  const calledOff = new AbortController()
  const asked = memory.search('violin', { signal: calledOff.signal })
  calledOff.abort(new Error('never mind'))
  await expect(asked).rejects.toThrow('never mind')
  expect(await memory.search('violin')).not.toEqual([])
  const late = memory.search('harbour')
  const closing = memory.close()
  expect(await late).not.toEqual([])
  await closing
})
