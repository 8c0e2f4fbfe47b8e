import { memoryStorage } from '@commonplace/storage/memory'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CommonplaceError, type Memory, openMemory } from './index'

let memory: Memory

beforeEach(async () => {
  memory = await openMemory({ agent: { id: 'support' }, storage: memoryStorage() })
  await memory.facts.assert('known', 1)
})

afterEach(() => memory.close())

const odd: unknown[] = [null, 5, Number.NaN, Symbol('odd'), [], {}, true, () => 1, 10n, new Date(), '']

/** As a caller without types would. */
// biome-ignore lint/suspicious/noExplicitAny: what it takes is what the test is about
const door = (use: (memory: any, value: any) => unknown) => use
const verbs: [string, (memory: Memory, value: unknown) => unknown][] = [
  ['get', door((m, v) => m.get(v))],
  ['history', door((m, v) => m.history(v))],
  ['update', door((m, v) => m.update(v, { content: 'x' }))],
  ['retract', door((m, v) => m.retract(v, 'x'))],
  ['facts.assert', door((m, v) => m.facts.assert(v, 1))],
  ['facts.get', door((m, v) => m.facts.get(v))],
  ['facts.get in a space', door((m, v) => m.facts.get('known', { space: v }))],
  ['facts.resolve', door((m, v) => m.facts.resolve(v, { value: 1 }))],
  ['facts.resolve by', door((m, v) => m.facts.resolve('known', v))],
  ['facts.list in a space', door((m, v) => m.facts.list({ space: v }))],
  ['facts.conflicts in a space', door((m, v) => m.facts.conflicts({ space: v }))],
  ['sync.flush', door((m, v) => m.sync.flush(v))],
  ['sync.discard', door((m, v) => m.sync.discard(v))],
  ['spaces.open', door((m, v) => m.spaces.open(v))],
  ['spaces.open as', door((m, v) => m.spaces.open('orders', { visibility: v }))],
  ['spaces.close', door(async (m, v) => m.spaces.close(v))],
  ['spaces.adopt', door((m, v) => m.spaces.adopt(v, []))],
  ['spaces.document', door((m, v) => m.spaces.document(v))],
  ['on', door(async (m, v) => m.on(v, () => {}))],
  ['working.get', door(async (m, v) => m.working.get(v))],
  ['working.set', door(async (m, v) => m.working.set(v, 1))],
  ['working.clear', door(async (m, v) => m.working.clear(v))],
  ['procedures.implement', door(async (m, v) => m.procedures.implement(v, () => 1))],
  ['validate', door((m, v) => m.validate(v, 'verified'))],
  ['dependents', door((m, v) => m.dependents(v))],
  ['artifacts.open', door((m, v) => m.artifacts.open(v))],
]

test.each(verbs)('%s refuses what it cannot take, with the one error class', async (_, use) => {
  for (const value of odd) {
    const error = await Promise.resolve(use(memory, value)).catch((thrown: unknown) => thrown)
    expect(error, `given ${String(value)}`).toBeInstanceOf(CommonplaceError)
    expect((error as CommonplaceError).code, `given ${String(value)}`).toBe('invalid-input')
    expect((error as CommonplaceError).message).not.toMatch(/Invalid|Expected|received/)
  }
  expect(memory.spaces.list().map(({ name }) => name)).toEqual(['notes', 'team'])
})

test.each([
  ['add', door((m, v) => m.add('x', { expires: v }))],
  ['facts.assert', door((m, v) => m.facts.assert('x', 1, { expires: v }))],
  ['working.set', door(async (m, v) => m.working.set('x', 1, { expires: v }))],
])('%s says who gave a time that is over', async (_, use) => {
  await expect(use(memory, 5)).rejects.toThrow(
    'agent "support" gave 1970-01-01T00:00:00.005Z as expires, which is not to come',
  )
})

test('what waits for a record of a space that closes is told the name of the space', async () => {
  const alone = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage(), relay: 'ws://127.0.0.1:9' })
  const record = await alone.add('x')
  await alone.close()
  await expect(record.durable('relay')).rejects.toThrow('space "team" is closed')
})

const { proxy: revoked, revoke } = Proxy.revocable({}, {})
revoke()
const unreadable: [string, unknown][] = [
  ['an object whose toString throws', { toString: () => fail() }],
  ['an object without a prototype', Object.create(null)],
  ['a revoked proxy', revoked],
  ['a text of a megabyte', 'x'.repeat(1_000_000)],
]

test.each(verbs)('%s refuses what cannot be read, or not be quoted, with the one error class', async (_, use) => {
  for (const [what, value] of unreadable) {
    const error = await Promise.resolve(use(memory, value)).catch((thrown: unknown) => thrown)
    expect(error, what).toBeInstanceOf(CommonplaceError)
    expect((error as CommonplaceError).message.length, what).toBeLessThan(2_000)
  }
})

test('options that throw when they are read are refused, and so are none where an object is wanted', async () => {
  const getter = {
    get limit() {
      return fail()
    },
  }
  await expect(memory.search('lamp', getter)).rejects.toMatchObject({ code: 'invalid-input', cause: new Error('odd') })
  const use = door((m, v) => m.graph.relate('a', 'knows', 'b', v))
  await expect(use(memory, null)).rejects.toMatchObject({ code: 'invalid-input' })
})

const deaf = new Proxy({}, { ownKeys: fail, get: fail, getPrototypeOf: fail })
const within: [string, (memory: Memory, value: unknown) => unknown][] = [
  ['add, in its metadata', door((m, v) => m.add('x', { metadata: { of: v } }))],
  ['facts.assert, as its value', door((m, v) => m.facts.assert('known', v))],
  ['working.set, as its value', door(async (m, v) => m.working.set('x', v))],
  ['runs.checkpoint, in its state', door((m, v) => m.runs.checkpoint('x', { of: v }))],
  ['work.once, in its result', door((m, v) => m.work.once('x', () => [v]))],
  ['openMemory, as its options', door((_, v) => openMemory(v))],
  ['openMemory, as its agent', door((_, v) => openMemory({ agent: v }))],
]

test.each(within)('%s, is told what cannot be read, with the one error class', async (_, use) => {
  for (const value of [revoked, deaf]) {
    const error = await Promise.resolve(use(memory, value)).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(CommonplaceError)
    expect(error).toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(/cannot be read|reading it failed/),
    })
  }
})

function fail(): never {
  throw new Error('odd')
}

test('nothing is read of a function that is passed in: one that stands for another, in a worker, would be asked there', async () => {
  const read: unknown[] = []
  const remote = new Proxy(() => 1, { get: (_, name) => read.push(name) })
  memory.on('change', remote)()
  memory.sync.status.subscribe(remote)()
  expect(await memory.work.once('remote', remote)).toBe(1)
  expect(read).toEqual([])
  const { proxy, revoke: end } = Proxy.revocable(() => {}, {})
  end()
  memory.on('change', proxy)()
})

test('an id that is missing is no id, and is not looked for', async () => {
  const use = door((m, v) =>
    Promise.allSettled([m.get(v), m.update(v, { content: 'x' }), m.history(v), m.dependents(v)]),
  )
  for (const settled of (await use(memory, undefined)) as PromiseSettledResult<unknown>[])
    expect(settled).toMatchObject({
      reason: { code: 'invalid-input', message: 'agent "support" gave undefined as the id of a record' },
    })
})

test.each([
  ['the signal of flush', door((m, v) => m.sync.flush('local', { signal: v }))],
  ['a listener', door(async (m, v) => m.on('change', v))],
  ['the code of a procedure', door(async (m, v) => m.procedures.implement('refund', v))],
  ['the prefix of facts.list', door((m, v) => m.facts.list({ prefix: v }))],
])('%s is checked', async (_, use) => {
  await expect(use(memory, 5)).rejects.toMatchObject({ code: 'invalid-input' })
})

test.each([
  ['a BigInt', { large: 10n }, /value\.large is of type bigint/],
  ['a cycle', cycle(), /nested deeper/],
  ['a prototype', JSON.parse('{"__proto__":1}'), /__proto__/],
])('%s is no value of a fact and no metadata', async (_, value, message) => {
  await expect(memory.facts.assert('odd', value)).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(memory.facts.assert('odd', value)).rejects.toThrow(message)
  await expect(memory.add('odd', { metadata: value })).rejects.toMatchObject({ code: 'invalid-input' })
})

test.each([
  ['update', 'the changes', door((m, v) => m.update('team.0.a.1', { content: 'x' }, v))],
  ['procedures.define', 'the definition', door((m, v) => m.procedures.define('refund', { description: 'x' }, v))],
])('%s does not pass over options that stand behind %s', async (verb, among, use) => {
  const refusal = { code: 'invalid-input', hint: `give options among ${among}` }
  await expect(use(memory, { consistency: 'relay' })).rejects.toMatchObject(refusal)
  await expect(use(memory, null)).rejects.toThrow(`agent "support" called ${verb} with a third argument`)
})

test('names that look alike are alike', async () => {
  await memory.spaces.open('cafe\u0301')
  const record = await memory.add('A table by the window', { space: 'caf\u00e9', tags: ['re\u0301serve\u0301'] })
  expect(record).toMatchObject({ space: 'caf\u00e9', tags: ['r\u00e9serv\u00e9'] })
  memory.spaces.close('caf\u00e9')
})

function cycle(): object {
  const ring: { self?: object } = {}
  ring.self = ring
  return ring
}

test('facts.conflicts is named by its own name', async () => {
  await expect(memory.facts.conflicts({ space: 5 } as never)).rejects.toThrow('called facts.conflicts with')
})

test('what is refused far inside says who asked, and does not repeat a book', async () => {
  const book = 'x'.repeat(100_000)
  const calls = {
    'facts.assert': () => memory.facts.assert('known', Number.NaN),
    'facts.resolve': () => memory.facts.resolve('known', { value: 1 }),
    'runs.restore': () => memory.runs.restore('r', 3),
    'team.exportCard': () => memory.team.exportCard('nobody'),
    'work.tasks.accept': () => memory.work.tasks.accept('t'),
    undo: () => memory.undo(book),
    import: () => memory.import('x'),
  }
  for (const [verb, call] of Object.entries(calls)) {
    const error = await call().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(CommonplaceError)
    expect((error as CommonplaceError).message).toMatch(new RegExp(`^agent "support".{0,4} ${verb}.{0,500}$`))
  }
})
