import { setImmediate } from 'node:timers/promises'
import { rangeOf } from '@commonplace/storage'
import { type MemoryDisk, type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import { afterEach, expect, test, vi } from 'vitest'
import type { Core } from '../core'
import type { Memory } from '../memory'
import { openMemory } from '../open-memory'
import type { OpenOptions } from '../open-options'
import type { Space } from '../space/space'
import { SpaceSnapshots } from './space-snapshots'

let storage: MemoryStorage
let memory: Memory
let told: number

afterEach(() => memory.close())

async function open(disk?: MemoryDisk, options: Partial<OpenOptions> = {}): Promise<Memory> {
  storage = memoryStorage({ from: disk })
  told = 0
  memory = await openMemory({
    agent: { id: 'keeper' },
    spaces: { team: 'shared', notes: 'private' },
    storage,
    // One may be kept while an import goes on: not before all sixty shipments are there.
    keepIndex: { from: 60, afterMs: 0 },
    onProgress: () => told++,
    ...options,
  })
  return memory
}

/** What is kept of the indexes, as text; '' when there is none. */
async function kept(): Promise<string> {
  let text = ''
  for await (const { key, value } of storage.range(...rangeOf('index'))) {
    text += Buffer.from(key).toString('latin1') + Buffer.from(value).toString('latin1')
  }
  return text
}

const head = /"position"/

async function saved(): Promise<void> {
  await expect.poll(kept, { timeout: 8_000 }).toMatch(head)
}

const answers = async () =>
  (await memory.search('which oranges left with shipment 7?', { limit: 60 })).map(({ record, score, why }) => ({
    content: record.content,
    score,
    why,
  }))

async function reopened(options: Partial<OpenOptions> = {}): Promise<Memory> {
  await memory.close()
  return open(storage.disk, options)
}

async function filled(...first: string[]): Promise<void> {
  await open()
  const lines = [...first, ...Array.from({ length: 60 }, (_, at) => `- shipment ${at} of oranges left`)]
  await memory.import(lines.join('\n'), { format: 'markdown' })
  await saved()
}

test('a space whose index was kept answers as before without being indexed again, and lists all of it', async () => {
  await filled()
  const before = await answers()
  await reopened()
  expect(told).toBe(0)
  expect(await answers()).toEqual(before)
  expect(await memory.getAll()).toHaveLength(60)
  expect(await answers()).toEqual(before)
})

test('what was written, changed and retracted since it was kept counts', async () => {
  await filled()
  const [one, other] = await memory.search('shipment 7', { limit: 2 })
  await memory.add('a shipment of lemons arrived')
  await memory.update(one!.record.id, { content: 'shipment 7 was lost' })
  await memory.retract(other!.record.id, 'never sent')
  await reopened()
  expect(told).toBe(0)
  expect((await memory.search('lemons'))[0]?.record.content).toBe('a shipment of lemons arrived')
  expect((await memory.search('shipment 7 lost'))[0]?.record.content).toBe('shipment 7 was lost')
  expect((await memory.search('shipment', { limit: 100 })).map(({ record }) => record.id)).not.toContain(
    other!.record.id,
  )
  expect(await memory.getAll()).toHaveLength(60)
})

test.each([
  ['another language', { language: 'german' }],
  ['another rule', { conflicts: 'manual' }],
  ['other curators', { curators: ['boss'] }],
] as const)('an index made with %s is built anew, and kept again', async (_, options) => {
  await filled()
  await reopened(options)
  expect(told).toBeGreaterThan(0)
  expect(await answers()).toHaveLength(60)
  await saved()
  await reopened(options)
  expect(told).toBe(0)
})

test('an index that is cut short, or whose head is not readable, is built anew', async () => {
  for (const part of ['piece', 'head']) {
    await filled()
    const { disk } = storage
    await memory.close()
    const spoiler = memoryStorage({ from: disk })
    const operations = []
    for await (const { key, value } of spoiler.range(...rangeOf('index'))) {
      const isPart = Buffer.from(key).toString('latin1').includes(part)
      if (isPart) operations.push({ put: key, value: value.subarray(0, value.length - 9) })
    }
    expect(operations).not.toEqual([])
    await spoiler.commit(operations)
    await spoiler.close()
    await open(disk)
    expect(told).toBeGreaterThan(0)
    expect(await answers()).toHaveLength(60)
    await memory.close()
  }
  await open()
})

test('an index of another log is given up as a whole, and other spaces keep theirs', async () => {
  const contents = async () => (await answers()).map(({ content }) => content)
  await filled()
  await memory.add('a note on the last shipment of oranges', { space: 'notes' })
  const { disk } = storage
  const before = await contents()
  await memory.close()
  const spoiler = memoryStorage({ from: disk })
  const heads = []
  for await (const { key, value } of spoiler.range(...rangeOf('index'))) {
    if (!Buffer.from(key).toString('latin1').includes('head')) continue
    const kept = JSON.parse(Buffer.from(value).toString())
    // As if something had been deleted since.
    kept.position.deletes++
    heads.push({ put: key, value: Buffer.from(JSON.stringify(kept)) })
  }
  expect(heads).toHaveLength(1)
  await spoiler.commit(heads)
  await spoiler.close()
  await open(disk)
  expect(told).toBeGreaterThan(0)
  expect(await contents()).toEqual(before)
})

test('a crash while it is written leaves none', async () => {
  await filled()
  const { disk } = storage
  await memory.close()
  const spoiler = memoryStorage({ from: disk })
  const heads = []
  for await (const { key } of spoiler.range(...rangeOf('index'))) {
    if (Buffer.from(key).toString('latin1').includes('head')) heads.push({ delete: key })
  }
  await spoiler.commit(heads)
  await spoiler.close()
  await open(disk)
  expect(told).toBeGreaterThan(0)
  expect(await answers()).toHaveLength(60)
})

test('erased text is in no kept index, and does not come back from one', async () => {
  await filled('- the password is swordfish')
  expect(await kept()).toContain('swordfish')
  const [hit] = await memory.search('swordfish')
  await memory.erase({ ids: [hit!.record.id] })
  await saved()
  expect(await kept()).not.toContain('swordfish')
  await reopened()
  expect(told).toBe(0)
  expect(await memory.search('swordfish')).toEqual([])
})

test.each(['get', 'range'] as const)('a kept index that cannot be read (%s) keeps nobody from opening', async way => {
  await filled()
  const { disk } = storage
  await memory.close()
  const failing = memoryStorage({ from: disk })
  const [from] = rangeOf('index')
  const isKept = (key: Uint8Array) => from.every((byte, at) => key[at] === byte)
  const { get, range } = failing
  failing.get = async key => {
    if (way === 'get' && isKept(key)) throw new Error('the disk has a bad place')
    return get(key)
  }
  failing.range = async function* (...given) {
    if (way === 'range' && isKept(given[0])) throw new Error('the disk has a bad place')
    // The space is still being read when it is known that the index cannot be, as with a real disk.
    await setImmediate()
    yield* range(...given)
  }
  storage = failing
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  try {
    memory = await openMemory({
      agent: { id: 'keeper' },
      spaces: { team: 'shared', notes: 'private' },
      storage,
      onProgress: () => told++,
    })
    expect(await answers()).toHaveLength(60)
    expect(unhandled).not.toHaveBeenCalled()
  } finally {
    process.off('unhandledRejection', unhandled)
  }
})

/** Snapshots whose timers end when a test says so. */
function savingLater(
  waiting: (() => void)[],
  index: unknown = undefined,
  projection: unknown = undefined,
): SpaceSnapshots {
  return new SpaceSnapshots({
    storage,
    index: index as never,
    projection: () => projection as never,
    timers: { set: (_, callback) => waiting.push(callback), clear: () => {} },
    pause: () => undefined,
    now: () => 0,
    made: '',
    erasures: () => [],
    onError: () => {},
    from: 1,
  })
}

test('a space that is still being indexed is not saved', async () => {
  await open()
  const waiting: (() => void)[] = []
  const snapshots = savingLater(waiting)
  const space = { guid: 'a', index: { size: 10 } } as Space
  expect(await snapshots.restore(space)).toBeUndefined()
  for (let at = 0; at < 4_000; at++) snapshots.changed(space)
  expect(waiting).toEqual([])
  snapshots.ready(space)
  expect(waiting).toHaveLength(1)
})

test('who stops waits for no index that is yet to be made', async () => {
  await open()
  const waiting: (() => void)[] = []
  const asked = vi.fn(() => new Promise<never>(() => {}))
  const projection = {
    completed: async () => {},
    settle: () => {},
    until: () => undefined,
    standings: { notedIn: () => [] },
  }
  const snapshots = savingLater(waiting, { save: asked }, projection)
  snapshots.ready((await (memory as unknown as { readonly core: Core }).core.pool.acquire('team')) as Space)
  expect(waiting).toHaveLength(0)
  await memory.add('a shipment of lemons')
  snapshots.ready((memory as unknown as { readonly core: Core }).core.pool.get('team')!)
  waiting[0]!()
  await expect.poll(() => asked.mock.calls.length).toBe(1)
  await snapshots.stop()
  expect(await kept()).toBe('')
})
