import { memoryStorage } from '@commonplace/storage/memory'
import { afterEach, expect, test } from 'vitest'
import { CommonplaceError, type Memory, type OpenOptions, openMemory } from '../index'

const opened: Memory[] = []

async function open(options: Partial<OpenOptions> = {}): Promise<Memory> {
  const memory = await openMemory({ agent: { id: 'support' }, storage: memoryStorage(), ...options })
  opened.push(memory)
  return memory
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map(memory => memory.close()))
})

const forRelay: [string, (memory: Memory) => Promise<unknown>][] = [
  ['add', memory => memory.add('x', { consistency: 'relay' })],
  ['facts.assert', memory => memory.facts.assert('k', 1, { consistency: 'relay' })],
  ['sync.flush', memory => memory.sync.flush('relay')],
  ['durable', async memory => (await memory.add('y')).durable('relay')],
]

test.each(forRelay)('without a relay %s does not wait for one', async (_, use) => {
  const memory = await open()
  await expect(use(memory)).rejects.toBeInstanceOf(CommonplaceError)
  await expect(use(memory)).rejects.toMatchObject({ code: 'no-relay' })
  expect((await memory.getAll()).filter(({ content }) => content !== 'y')).toEqual([])
})

test('a centralised memory without a relay says so instead of waiting for ever', async () => {
  const memory = await open({ topology: 'centralised' })
  await expect(memory.add('x')).rejects.toMatchObject({ code: 'no-relay' })
})

test('nothing that is private waits for a relay', async () => {
  const memory = await open({ spaces: { notes: 'private' } })
  const note = await memory.add('x', { consistency: 'relay' })
  await memory.sync.flush('relay')
  await expect(note.durable('relay')).rejects.toMatchObject({ code: 'private' })
})

test('a write that was called off before it began is not written', async () => {
  const memory = await open()
  const signal = AbortSignal.abort()
  await expect(memory.add('x', { signal })).rejects.toBe(signal.reason)
  await expect(memory.facts.assert('k', 1, { signal })).rejects.toBe(signal.reason)
  expect(await memory.getAll()).toEqual([])
})

test('a record that has already expired is refused and not written', async () => {
  const memory = await open({ clock: () => 1_000_000 })
  const record = await memory.add('fresh')
  for (const expires of [1_000_000, '0s', new Date(5), '1970-01-01']) {
    await expect(memory.add('x', { expires })).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(memory.update(record.id, { expires })).rejects.toMatchObject({ code: 'invalid-input' })
  }
  expect((await memory.history(record.id)).length).toBe(1)
  expect((await memory.getAll()).map(({ content }) => content)).toEqual(['fresh'])
})

test('what is written is answered with, whatever becomes of it while the disk is waited for', async () => {
  const memory = await open()
  memory.on('change', async ({ records }) => {
    for (const { id } of records) await memory.retract(id, 'seen')
  })
  expect((await memory.add('x')).content).toBe('x')
})

test('a write that is under way when the memory closes is on disk, and its caller hears so', async () => {
  const storage = memoryStorage()
  const memory = await open({ storage })
  let written: Promise<unknown> | undefined
  await new Promise<void>(resolve => {
    memory.on('change', () => resolve())
    written = memory.add('x')
  })
  await memory.close()
  await expect(written).resolves.toMatchObject({ content: 'x' })
  const again = await open({ storage: memoryStorage({ from: storage.disk }) })
  expect((await again.getAll()).length).toBe(1)
})

test('whoever closes a second time waits for the same end', async () => {
  const storage = memoryStorage()
  const memory = await open({ storage })
  await memory.add('x')
  void memory.close()
  await memory.close()
  const again = await open({ storage: memoryStorage({ from: storage.disk }) })
  expect((await again.getAll()).length).toBe(1)
})

test('what readers are given cannot be changed by one of them, Dates and authors included', async () => {
  const memory = await open()
  const record = await memory.add('x', { validFrom: '2026-01-01', metadata: { nested: { a: [1] } } })
  const fact = await memory.facts.assert('k', { a: [1] })
  record.time.setFullYear(1980)
  record.validFrom?.setFullYear(1980)
  fact.sides[0]?.time.setFullYear(1980)
  expect((await memory.get(record.id))?.time.getFullYear()).not.toBe(1980)
  expect((await memory.get(record.id))?.validFrom?.toISOString()).toBe('2026-01-01T00:00:00.000Z')
  expect((await memory.facts.get('k'))?.chosen?.time.getFullYear()).not.toBe(1980)
  const hits = await memory.search('x')
  expect(hits.length).toBe(1)
  const thawed = [record, fact, ...hits, ...(await memory.history(record.id))].flatMap(each => thawedIn(each))
  expect(thawed).toEqual([])
  expect(structuredClone(record)).toMatchObject({ content: 'x', time: record.time })
})

/** Paths to objects that are not frozen, Dates aside. */
function thawedIn(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || value instanceof Date) return []
  const inner = Object.entries(value).flatMap(([name, each]) => thawedIn(each, `${path}.${name}`))
  return Object.isFrozen(value) ? inner : [path, ...inner]
}
