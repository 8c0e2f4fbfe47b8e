import { type Memory as Commonplace, type OpenOptions, openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import type { SearchFilters } from './filters'
import { importFromMem0 } from './import-from-mem0'
import { toItem } from './item'
import { Memory } from './memory'
import type { MemoryConfig } from './options'

async function opened(config: MemoryConfig = {}, options: Partial<OpenOptions> = {}) {
  const own = await openMemory({ agent: { id: 'support' }, storage: memoryStorage(), ...options })
  onTestFinished(() => own.close())
  return { own, memory: new Memory({ memory: own, ...config }) }
}
const ada = { filters: { user_id: 'ada' } }

test('a row has the shape that mem0 gives it, and keeps both a user and an agent', async () => {
  const { memory, own } = await opened()
  const metadata = { topic: 'contact', user_id: 'bob', userId: 'bob' }
  const [added] = (await memory.add('Ada prefers e-mail', { userId: ' ada ', agentId: 'a', metadata })).results
  expect(added).toEqual({ id: added!.id, memory: 'Ada prefers e-mail', metadata: { event: 'ADD' } })
  const row = {
    id: added!.id,
    memory: 'Ada prefers e-mail',
    metadata: { topic: 'contact' },
    user_id: 'ada',
    agent_id: 'a',
  }
  const createdAt = (await own.get(row.id))!.time.toISOString()
  expect(await memory.get(row.id)).toEqual({ ...row, createdAt })
  for (const filters of [{ user_id: 'ada' }, { agent_id: 'a' }, { user_id: 'ada', agent_id: 'a', topic: 'contact' }])
    expect((await memory.getAll({ filters })).results).toEqual([{ ...row, createdAt }])
  const { results } = await memory.search('e-mail', { ...ada, explain: true })
  expect(results).toMatchObject([{ ...row, score: 1, score_details: { words: ['e', 'mail'] } }])
  await memory.update(row.id, { metadata: { urgent: true } })
  expect(await memory.get(row.id)).toMatchObject({ createdAt, metadata: { topic: 'contact', urgent: true } })
  expect((await memory.get(row.id))!.updatedAt! >= createdAt).toBe(true)
})

test('the history of a memory tells what changed, newest first, also when it was deleted; what is unknown is told apart', async () => {
  const { memory } = await opened()
  const [row] = (await memory.add('v1', { userId: 'ada' })).results
  await memory.update(row!.id, 'v2')
  await memory.delete(row!.id)
  const rows = await memory.history(row!.id)
  expect(rows.map(each => [each.action, each.previous_value, each.new_value, each.is_deleted])).toEqual([
    ['DELETE', 'v2', null, 1],
    ['UPDATE', 'v1', 'v2', 0],
    ['ADD', null, 'v1', 0],
  ])
  expect(rows[1]).toMatchObject({ memory_id: row!.id, created_at: rows[2]!.created_at })
  const uuid = '482bfbaf-1082-4417-95a1-9be095689ea7'
  expect([await memory.get(row!.id), await memory.get(uuid), await memory.history(uuid)]).toEqual([null, null, []])
  for (const id of [uuid, row!.id]) {
    await expect(memory.delete(id)).rejects.toThrow(`Memory with ID ${id} not found`)
    await expect(memory.update(id, 'x')).rejects.toThrow(`Memory with ID ${id} not found`)
  }
})

test('messages are remembered one by one but for those of the system; with extract, what it makes of them unless infer is false', async () => {
  const messages = [
    { role: 'system', content: 'You help.' },
    { role: 'user', content: 'I moved to Berlin' },
    { role: 'assistant', content: null },
    { role: 'assistant', content: 'Noted.' },
  ]
  const { memory, own } = await opened()
  await memory.add(messages, { userId: 'ada', runId: 'r' })
  const [first, second] = await own.getAll({ scope: 'all' })
  expect([first?.content, first?.source?.type]).toEqual(['I moved to Berlin', 'user'])
  expect([second?.content, second?.source?.type]).toEqual(['Noted.', 'agent'])
  const extract = async (given: readonly { role: string }[]) => [`Ada lives in Berlin (${given.length})`]
  const extracting = (await opened({ extract })).memory
  await extracting.add(messages, { userId: 'ada' })
  await extracting.add('word for word', { userId: 'ada', infer: false })
  const texts = (await extracting.getAll(ada)).results.map(row => row.memory)
  expect(texts).toEqual(['Ada lives in Berlin (4)', 'word for word'])
})

test('what is past its day is left out of searches and lists, is given by its id, and comes back when the day is taken away', async () => {
  const { memory } = await opened()
  const [row] = (await memory.add('Ada is in Rome', { userId: 'ada', expirationDate: '2020-02-29' })).results
  const found = async (more = {}) => [
    (await memory.getAll({ ...ada, ...more })).results.length,
    (await memory.search('Rome', { ...ada, ...more })).results.length,
  ]
  expect([await found(), await found({ showExpired: true })]).toEqual([
    [0, 0],
    [1, 1],
  ])
  expect(await memory.get(row!.id)).toMatchObject({ metadata: { expiration_date: '2020-02-29' } })
  await memory.update(row!.id, { expirationDate: null })
  expect(await found()).toEqual([1, 1])
})

test('a search finds what its filters admit, however much else answers better', async () => {
  const { memory } = await opened({}, { gate: false })
  const better = 'In the hall there is a lamp that flickers'
  for (let room = 0; room < 70; room++) await memory.add(better, { userId: 'ada', metadata: { room } })
  await memory.add('A lamp', { userId: 'ada', metadata: { room: 'attic' } })
  const asked = 'which lamp flickers in the hall?'
  const { results } = await memory.search(asked, { filters: { user_id: 'ada', room: 'attic' }, topK: 5 })
  expect(results).toMatchObject([{ metadata: { room: 'attic' }, score: 1 }])
  expect((await memory.search(asked, ada)).results.length).toBe(20)
  expect((await memory.search(asked, { ...ada, topK: 71, threshold: 0 })).results.length).toBe(71)
  expect((await memory.search(asked, { ...ada, topK: 0 })).results).toEqual([])
})

test('deleteAll and reset leave what others wrote, and say so', async () => {
  const { memory, own } = await opened()
  const rows = async (filters: SearchFilters) => (await memory.getAll({ filters })).results.map(row => row.memory)
  await memory.add('of Ada', { userId: 'ada', runId: 'r1' })
  await memory.add('of Bob', { userId: 'bob', runId: 'r1' })
  await memory.deleteAll({ userId: 'ada' })
  expect(await rows({ run_id: 'r1' })).toEqual(['of Bob'])
  await own.add('written beside this class', { scope: { user: 'bob' } })
  await memory.reset()
  expect(await rows({ user_id: 'bob' })).toEqual(['written beside this class'])
})

test('deleteAll goes on where a row closes with another, or somebody else deletes them, too', async () => {
  const { memory, own } = await opened()
  const text = 'I would like tea without milk every morning at nine'
  await memory.add(text, { userId: 'ada' })
  await memory.search('tea without milk', ada)
  await memory.add(`Noted: ${text}`, { userId: 'ada' })
  await memory.add('of Bob', { userId: 'bob' })
  const other = new Memory({ memory: own })
  await Promise.all([memory.deleteAll({ userId: 'ada' }), other.deleteAll({ userId: 'ada' })])
  expect((await own.getAll({ scope: 'all' })).map(({ content }) => content)).toEqual(['of Bob'])
})

test('of two deletes at once both find it deleted', async () => {
  const { memory } = await opened()
  const [row] = (await memory.add('Twice', { userId: 'ada' })).results
  const done = await Promise.all([memory.delete(row!.id), memory.delete(row!.id)])
  expect(done).toEqual(Array(2).fill({ message: 'Memory deleted successfully!' }))
  expect((await memory.history(row!.id)).map(({ action }) => action)).toEqual(['DELETE', 'ADD'])
})

test('a row that is erased while a list is made does not stop the list', async () => {
  const { memory, own } = await opened()
  const [row] = (await memory.add('v1', { userId: 'ada' })).results
  await memory.update(row!.id, 'v2')
  const record = (await own.get(row!.id))!
  await memory.reset()
  expect(await toItem(own, record)).toMatchObject({ memory: 'v2', user_id: 'ada' })
})

const wrong: [what: string, call: (memory: Memory) => Promise<unknown>, message: RegExp][] = [
  ['add without an id', memory => memory.add('x', {}), /userId, agentId or runId is required/],
  ['an id with a space', memory => memory.add('x', { userId: 'a b' }), /Invalid userId: cannot contain whitespace/],
  ['an empty id', memory => memory.add('x', { userId: ' ' }), /Invalid userId: cannot be empty/],
  ['no text', memory => memory.add(' ', { userId: 'ada' }), /messages cannot be empty/],
  ['no messages', memory => memory.add([], { userId: 'ada' }), /messages cannot be empty/],
  ['an image', memory => memory.add([{ role: 'user', content: {} }], { userId: 'ada' }), /describe it in words/],
  ['a date that is none', memory => memory.add('x', { userId: 'ada', expirationDate: '2026-02-30' }), /YYYY-MM-DD/],
  ['a timestamp', memory => memory.add('x', { userId: 'ada', timestamp: 1 as never }), /timestamp is not supported/],
  ['ids beside filters', memory => memory.search('x', { userId: 'ada' } as object), /Use filters: \{ user_id/],
  ['no filters', memory => memory.getAll({}), /at least one of: user_id, agent_id, run_id/],
  ['filters in camel case', memory => memory.getAll({ filters: { userId: 'ada' } }), /take user_id, not userId/],
  ['no list', memory => memory.getAll({ filters: { user_id: 'a', OR: [] } }), /OR operator requires a non-empty list/],
  ['an operator', memory => memory.getAll({ filters: { user_id: 'a', n: { near: 1 } } }), /operator: near/],
  ['an undefined value', memory => memory.getAll({ filters: { user_id: 'a', n: undefined } }), /n is undefined/],
  ['a threshold', memory => memory.search('x', { ...ada, threshold: 2 }), /Must be between 0 and 1/],
  ['a topK', memory => memory.getAll({ ...ada, topK: -1 }), /non-negative integer/],
  ['nothing to update', memory => memory.update('x', {}), /At least one of text, metadata, or expirationDate/],
  ['deleteAll of anybody', memory => memory.deleteAll({ userId: '*' }), /'\*' names nobody/],
  ['add for anybody', memory => memory.add('x', { runId: ' * ' }), /Invalid runId/],
  ['deleteAll of everything', memory => memory.deleteAll({}), /use the `reset\(\)` method/],
]

test.each(wrong)('%s is refused with what to do', async (_, call, message) => {
  const { memory, own } = await opened()
  await expect(call(memory)).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringMatching(message) })
  expect(await own.getAll({ scope: 'all' })).toEqual([])
})

test('what mem0 has is taken over once: whose it is, since when, and which id it had', async () => {
  const { own, memory } = await opened()
  const createdAt = '2025-03-01T10:00:00.000Z'
  const rows = [
    { id: 'm1', memory: 'Ada likes tea', createdAt, user_id: 'ada', metadata: { topic: 'food' } },
    { id: 'm2', memory: 'Ada likes tea', createdAt, user_id: 'ada', run_id: 'r' },
    { id: 'm3', memory: '', user_id: 'ada' },
  ]
  const took = async (memory: Commonplace) => Object.values(await importFromMem0(memory, rows))
  expect([await took(own), await took(own)]).toEqual([
    [2, 1],
    [0, 3],
  ])
  const { results } = await memory.getAll({ filters: { user_id: 'ada', topic: 'food' } })
  const metadata = { topic: 'food', mem0: { id: 'm1' } }
  expect(results).toEqual([{ id: results[0]!.id, memory: 'Ada likes tea', createdAt, user_id: 'ada', metadata }])
})
