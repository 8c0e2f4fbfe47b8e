import { StorageError } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { afterEach, expect, test } from 'vitest'
import { CommonplaceError, type Memory, type MemoryEvents, type OpenOptions, openMemory } from './index'

const opened: Memory[] = []

async function open(options: Partial<OpenOptions> = {}): Promise<Memory> {
  const memory = await openMemory({
    agent: { id: 'support', user: 'ada', app: 'shop' },
    storage: memoryStorage(),
    ...options,
  })
  opened.push(memory)
  return memory
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map(memory => memory.close()))
})

test('five lines open a memory and find something', async () => {
  const memory = await open()
  await memory.add('Ada prefers e-mail to phone calls')
  const [hit] = await memory.search('how should we contact Ada by phone?')
  expect(hit?.record.content).toBe('Ada prefers e-mail to phone calls')
  expect(hit?.why.words.length).toBeGreaterThan(0)
})

test('a record carries who, when, for whom and from what, and is frozen', async () => {
  const memory = await open()
  const scan = await memory.add('Parcel scanned at dock 3', { source: { type: 'tool', name: 'scanner' } })
  const record = await memory.add('Order 42 left the warehouse', {
    kind: 'semantic',
    tags: ['orders'],
    derivedFrom: [scan.id],
    confidence: 0.9,
    validFrom: '2026-11-20',
    metadata: { dock: 3 },
  })
  expect(record).toMatchObject({
    space: 'team',
    kind: 'semantic',
    author: { agent: 'support', user: 'ada' },
    scope: { agent: 'support', user: 'ada', app: 'shop' },
    derivedFrom: [scan.id],
    confidence: 0.9,
    validFrom: new Date('2026-11-20'),
    metadata: { dock: 3 },
    durability: 'local',
  })
  expect(record.id).toMatch(/^team\.0\.[0-9a-z]+\.\d+$/)
  expect(Object.isFrozen(record) && Object.isFrozen(record.tags) && Object.isFrozen(record.metadata)).toBe(true)
  expect(await memory.get(record.id)).toEqual(record)
})

test('an update keeps the id and what it does not change; history keeps every version', async () => {
  const memory = await open()
  const record = await memory.add('Ada likes tea', { tags: ['taste'] })
  const updated = await memory.update(record.id, { content: 'Ada likes green tea' })
  expect(updated).toMatchObject({ id: record.id, content: 'Ada likes green tea', tags: ['taste'], versions: 2 })
  expect((await memory.history(record.id)).map(({ content, state }) => [content, state])).toEqual([
    ['Ada likes tea', 'superseded'],
    ['Ada likes green tea', 'current'],
  ])
})

test('an update leaves the scope that a record was given; only a run that it names is its own', async () => {
  const memory = await open({ agent: { id: 'support', user: 'ada', app: 'shop', run: 'monday' } })
  const { id } = await memory.add('Order 42 is packed')
  await memory.rescope(id, { user: 'eve', app: null, run: null })
  expect((await memory.update(id, { content: 'Order 42 has left' })).scope).toEqual({ user: 'eve', agent: 'support' })
  const moved = await memory.update(id, { run: 'friday' })
  expect(moved.scope).toEqual({ user: 'eve', agent: 'support', run: 'friday' })
})

test('a retracted record leaves reads and search, and its history says why', async () => {
  const memory = await open()
  const record = await memory.add('The shop closes at noon')
  await memory.retract(record.id, 'it was a rumour')
  expect(await memory.get(record.id)).toBeUndefined()
  expect(await memory.getAll()).toEqual([])
  expect(await memory.search('when does the shop close?')).toEqual([])
  expect((await memory.history(record.id)).at(-1)).toMatchObject({ state: 'retracted', reason: 'it was a rumour' })
  await expect(memory.update(record.id, { content: 'noon' })).rejects.toMatchObject({
    code: 'unknown-record',
    message: `agent "support" asked for record ${record.id}, which is retracted`,
  })
})

test('an expired record is forgotten by reads and search at the instant it names', async () => {
  let now = 1_000_000
  const memory = await open({ clock: () => now })
  const parcel = await memory.add('The parcel waits at dock 3', { expires: '10m' })
  await memory.add('Dock 3 is painted blue')
  now += 10 * 60_000 - 1
  expect((await memory.search('dock 3')).length).toBe(2)
  now += 1
  expect((await memory.search('dock 3', { limit: 1 })).map(hit => hit.record.content)).toEqual([
    'Dock 3 is painted blue',
  ])
  expect(await memory.get(parcel.id)).toBeUndefined()
})

test('facts are asserted, changed, listed, and said in words that search finds', async () => {
  const memory = await open()
  await memory.facts.assert('order/42/status', 'processing')
  const fact = await memory.facts.assert('order/42/status', 'shipped', { confidence: 0.9 })
  expect(fact).toMatchObject({ key: 'order/42/status', value: 'shipped', settled: true, space: 'team' })
  expect(await memory.facts.get('order/42/status')).toEqual(fact)
  expect((await memory.facts.list({ prefix: 'order/' })).map(({ key }) => key)).toEqual(['order/42/status'])
  expect((await memory.search('order 42 shipped'))[0]?.record.key).toBe('order/42/status')
  expect(await memory.facts.conflicts()).toEqual([])
  await expect(memory.facts.resolve('order/42/status', { value: 'lost' })).rejects.toMatchObject({
    code: 'not-in-conflict',
  })
})

test('events come after the change, so that a listener may write', async () => {
  const memory = await open()
  const echoed = new Promise<string>(resolve => {
    memory.on('change', ({ records }) => {
      for (const record of records) {
        if (record.content === 'ping') void memory.add('pong')
        if (record.content === 'pong') resolve(record.content)
      }
    })
  })
  await memory.add('ping')
  expect(await echoed).toBe('pong')
})

test('a change tells which record ids are gone, also when a fact is asserted anew', async () => {
  const memory = await open()
  const first = await memory.facts.assert('order/42/status', 'packed')
  const change = new Promise<MemoryEvents['change']>(resolve => memory.on('change', resolve))
  const second = await memory.facts.assert('order/42/status', 'shipped')
  expect(await change).toMatchObject({ space: 'team', closed: [first.record.id], records: [{ id: second.record.id }] })
})

test('what was written is there after closing and opening again, private spaces included', async () => {
  const disk = memoryStorage()
  const first = await openMemory({ agent: { id: 'support' }, storage: disk })
  await first.add('Shared with the team')
  await first.add('For my eyes only', { space: 'notes' })
  await first.spaces.open('orders')
  await first.close()
  const second = await open({ agent: { id: 'support' }, storage: memoryStorage({ from: disk.disk }) })
  expect((await second.getAll()).map(({ content, space }) => [space, content])).toEqual([
    ['team', 'Shared with the team'],
    ['notes', 'For my eyes only'],
  ])
  expect(second.spaces.list().map(({ name, visibility }) => [name, visibility])).toEqual([
    ['notes', 'private'],
    ['orders', 'shared'],
    ['team', 'shared'],
  ])
})

test('opening tells how far it is, and at last that all is indexed', async () => {
  const storage = memoryStorage()
  const first = await open({ storage })
  for (const text of ['one', 'two', 'three']) await first.add(text)
  await first.close()
  const told: MemoryEvents['progress'][] = []
  await open({ storage: memoryStorage({ from: storage.disk }), onProgress: progress => told.push(progress) })
  expect(told.at(-1)).toEqual({ space: 'team', indexed: 3, total: 3 })
  expect(told.map(({ indexed }) => indexed)).toEqual(told.map(({ indexed }) => indexed).sort())
})

test('texts of another language are found by its stems, and a language that does not exist is refused', async () => {
  const memory = await open({ language: 'german' })
  await memory.add('Die Häuser am Fluss wurden verkauft')
  expect((await memory.search('Wer kaufte das Haus?')).map(({ record }) => record.content)).toHaveLength(1)
  await expect(open({ language: 'klingon' as 'german' })).rejects.toMatchObject({ code: 'invalid-input' })
})

test('bad input is refused at the door, by who, what and what to do', async () => {
  const memory = await open()
  await expect(memory.add('')).rejects.toThrow(CommonplaceError)
  await expect(memory.add('x', { space: 'nowhere' })).rejects.toMatchObject({ code: 'unknown-space' })
  await expect(memory.add('x'.repeat(70_000))).rejects.toMatchObject({ code: 'content-too-large' })
  await expect(memory.get('not an id')).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(memory.getAll({ filter: { colour: 'red' } })).rejects.toThrow(/colour/)
  await expect(memory.spaces.open('team', { visibility: 'private' })).rejects.toThrow(/shared/)
  await expect(openMemory({ agent: { id: 'a' }, relay: 'localhost:1' })).rejects.toThrow(/ws:\/\//)
  await expect(openMemory({ agent: { id: '' } })).rejects.toMatchObject({ code: 'invalid-input' })
  await memory.close()
  await expect(memory.add('late')).rejects.toMatchObject({ code: 'closed' })
  expect(() => memory.working.set('plan', 'late')).toThrow('agent "support", working.set: the memory is closed')
  expect(() => memory.procedures.implement('late', () => 1)).toThrow('the memory is closed')
})

test('what a search weighs can be set, by the names of the parts only', async () => {
  const memory = await open({ weights: { coverage: 0 } })
  await memory.add('Order 42 left the warehouse')
  const [hit] = await memory.search('order 42', { limit: 'auto' })
  expect(hit?.why.parts.map(part => part.name)).not.toContain('coverage')
  await expect(open({ weights: { covrage: 0 } as object })).rejects.toMatchObject({ code: 'invalid-input' })
})

test('two memories that are given the same numbers and the same clock make the same ids', async () => {
  const idsOf = async (options: Partial<OpenOptions>) => {
    const memory = await open(options)
    return [(await memory.add('a note')).id, (await memory.add('another')).id]
  }
  const repeated = () => {
    let count = 0
    return idsOf({ random: () => (count++ % 7) / 7, clock: () => 1_000_000 + count })
  }
  expect(await repeated()).toEqual(await repeated())
  expect(await idsOf({})).not.toEqual(await repeated())
})

test('closing on a storage that fails says so with the one error class', async () => {
  const storage = memoryStorage()
  const memory = await openMemory({ agent: { id: 'support' }, storage })
  storage.fail(new StorageError('full', 'no room'))
  await memory.add('not stored').catch(() => {})
  await expect(memory.close()).rejects.toMatchObject({ name: 'CommonplaceError', code: 'storage-full' })
})

test('a space is read in a later turn than what comes before it, also where the storage answers at once', async () => {
  const storage = memoryStorage()
  let turns = 0
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    turns++
    port2.postMessage(null)
  }
  port2.postMessage(null)
  /** Of the catalog, then of the space. */
  const readIn: number[] = []
  const range: typeof storage.range = (...given) => {
    readIn.push(turns)
    return storage.range(...given)
  }
  await open({ storage: { ...storage, range }, spaces: { own: 'private' } })
  port1.close()
  expect(readIn.at(-1)).toBeGreaterThan(readIn[0]!)
})
