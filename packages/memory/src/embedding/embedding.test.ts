import { storageKey } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { afterEach, expect, test } from 'vitest'
import { type Embedder, type Memory, openMemory } from '../index'
import type { Timers } from '../sync'
import { Embedding } from './embedding'
import { VectorStore } from './vector-store'

const opened: Memory[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(memory => memory.close()))
})

const senses = [/doctor|physician|surgeon/i, /car|vehicle|lorry/i, /dinner|lunch|meal/i]

/** Texts by what they are about, a dimension each; remembers what it was asked. */
function bySense() {
  const asked: string[] = []
  let failures = 0
  const embedder: Embedder = {
    id: 'senses',
    dimensions: senses.length,
    async embed(texts) {
      if (failures-- > 0) throw new Error('the endpoint is down')
      asked.push(...texts)
      return texts.map(text => senses.map(sense => Number(sense.test(text))))
    },
  }
  return { asked, embedder, fail: (times: number) => (failures = times) }
}

async function open(embedder: Embedder, storage = memoryStorage()): Promise<Memory> {
  const memory = await openMemory({ agent: { id: 'support' }, storage, embedder })
  opened.push(memory)
  return memory
}

test('what shares no word with the question is found by its meaning, and the score says so', async () => {
  const memory = await open(bySense().embedder)
  await memory.add('The physician came at noon')
  await memory.add('The lorry came at noon')
  await memory.embedded()
  const [hit] = await memory.search('which doctor?')
  expect(hit?.record.content).toBe('The physician came at noon')
  expect(hit?.why.words).toEqual([])
  expect(hit?.why.parts.find(({ name }) => name === 'meaning')?.value).toBeGreaterThan(0)
})

test('an embedder may be an object of a class, with what is private to it', async () => {
  class Senses implements Embedder {
    readonly id = 'senses'
    readonly dimensions = senses.length
    readonly #inner = bySense().embedder
    embed(texts: readonly string[]) {
      return this.#inner.embed(texts)
    }
  }
  const memory = await open(new Senses())
  await memory.add('The physician came at noon')
  await memory.embedded()
  expect(await memory.search('which doctor?')).toHaveLength(1)
})

test('filters hold for what is found by meaning', async () => {
  const memory = await open(bySense().embedder)
  await memory.add('The physician came at noon', { tags: ['visits'] })
  await memory.embedded()
  expect(await memory.search('which doctor?', { filter: { tags: 'bills' } })).toEqual([])
})

test('nothing is embedded twice: a memory that is opened again has its vectors from the disk', async () => {
  const { asked, embedder } = bySense()
  const storage = memoryStorage()
  const shared = { ...storage, close: async () => {} }
  const first = await open(embedder, shared)
  await first.add('The physician came at noon', { run: 'monday' })
  await first.add('She had lunch with us', { run: 'monday' })
  await first.embedded()
  expect(asked).toEqual([
    'support: The physician came at noon',
    'The physician came at noon\nsupport: She had lunch with us',
  ])
  await first.close()
  const second = await open(embedder, shared)
  await second.embedded()
  expect(asked.length).toBe(2)
  expect((await second.search('which doctor?'))[0]?.record.content).toBe('The physician came at noon')
  expect(asked.length).toBe(3)
})

test('a changed record gets another vector, a retracted one leaves none on the disk', async () => {
  const storage = memoryStorage()
  const kept = async () => {
    let count = 0
    for await (const _ of storage.range(storageKey('vector'), storageKey('vectos'))) count++
    return count
  }
  const memory = await open(bySense().embedder, storage)
  const record = await memory.add('The physician came at noon')
  await memory.embedded()
  await memory.update(record.id, { content: 'The lorry came at noon' })
  await memory.embedded()
  const [hit] = await memory.search('which vehicle?')
  expect(hit?.why.parts.map(({ name }) => name)).toContain('meaning')
  await expect.poll(kept).toBe(1)
  await memory.retract(record.id, 'it did not')
  await memory.embedded()
  await expect.poll(kept).toBe(0)
})

test('while the embedder fails words alone answer, the error is told, and it is tried again', async () => {
  const { embedder, fail } = bySense()
  fail(2)
  const memory = await open(embedder)
  const errors: unknown[] = []
  memory.on('error', ({ error, during }) => errors.push({ during, error }))
  await memory.add('The physician came at noon')
  expect((await memory.search('noon'))[0]?.record.content).toBe('The physician came at noon')
  await memory.embedded()
  expect(errors[0]).toMatchObject({
    during: 'embedding',
    error: { name: 'CommonplaceError', code: 'embedder-failed', cause: new Error('the endpoint is down') },
  })
  expect((await memory.search('which doctor?')).length).toBe(1)
})

test.each<[string, Embedder['embed'], string]>([
  ['vectors of another length than announced', async texts => texts.map(() => [1, 0]), '3 was announced'],
  ['too few vectors', async () => [], 'gave 0 vectors'],
  ['what is no list', (async () => undefined) as never, 'not a list'],
  ['no numbers', async texts => texts.map(() => [1, 0, Number.NaN]), 'no finite number'],
])('%s are refused', async (_, embed, message) => {
  const memory = await open({ ...bySense().embedder, embed })
  const told = new Promise(resolve => memory.on('error', ({ error }) => resolve(error)))
  await memory.add('The physician came at noon')
  expect(await told).toMatchObject({ code: 'embedder-failed', message: expect.stringContaining(message) })
  expect((await memory.search('physician')).length).toBe(1)
})

test('an embedder that says nothing keeps no question waiting for ever: it is called off, and words answer', async () => {
  const due = new Map<object, () => void>()
  const timers: Timers = {
    set: (_, fn) => {
      const timer = {}
      due.set(timer, fn)
      return timer
    },
    clear: timer => void due.delete(timer as object),
  }
  const errors: unknown[] = []
  let signal: AbortSignal | undefined
  const embedder: Embedder = {
    ...bySense().embedder,
    embed: (_, given) => {
      signal = given?.signal
      return new Promise(() => {})
    },
  }
  const store = new VectorStore(memoryStorage(), embedder)
  const embedding = new Embedding({
    embedder,
    store,
    timers,
    onError: error => errors.push(error),
    onVectors: () => {},
  })
  const asked = embedding.question('which doctor?')
  for (const [timer, fn] of [...due]) {
    due.delete(timer)
    fn()
  }
  expect(await asked).toBeUndefined()
  expect(signal?.aborted).toBe(true)
  expect(errors).toMatchObject([{ code: 'embedder-failed' }])
  // Left alone for a while: the next question does not wait.
  expect(await embedding.question('which car?')).toBeUndefined()
  const own = AbortSignal.abort(new Error('the caller has gone'))
  for (const fn of due.values()) fn()
  await expect(embedding.question('which meal?', own)).rejects.toThrow('the caller has gone')
})
