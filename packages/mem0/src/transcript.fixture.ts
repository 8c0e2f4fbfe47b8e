import type { SearchFilters } from './filters'
import type { Memory } from './memory'

const conditions: readonly SearchFilters[] = [
  {},
  { topic: 'food' },
  { topic: '*' },
  { topic: ['food', 'work'] },
  { n: { gt: 2 } },
  { n: { lt: 3 } },
  { topic: { ne: 'food' } },
  { topic: { in: ['food', 'x'] } },
  { topic: { nin: ['food'] } },
  { topic: { contains: 'oo' } },
  { topic: { icontains: 'FOO' } },
  { AND: [{ topic: 'food' }, { n: 3 }] },
  { OR: [{ topic: 'food' }, { topic: 'work' }] },
  { NOT: [{ topic: 'food' }] },
]
const entities: readonly SearchFilters[] = [
  ...[{ user_id: ' ada ' }, { agent_id: 'helper' }, { user_id: 'ada', agent_id: 'helper' }],
  ...[{ run_id: 'r1' }, { user_id: 42 }, { user_id: '*' }],
]
type Any = never
const ada = { user_id: 'ada' }

/** Calls of mem0's `Memory`, what each answered: ids by name, times and scores as letters. Run on mem0's own class it is the golden file. */
export async function transcript(memory: Memory): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {}
  const names = new Map<string, string>()

  const plain = (answer: unknown) =>
    JSON.parse(
      JSON.stringify(answer ?? null, (key, value) => {
        if (key === 'hash') return undefined
        if (/created|updated/i.test(key) && typeof value === 'string') return 'time'
        if (key === 'score') return 'score'
        return names.get(value) ?? value
      }),
    )
  async function said(name: string, call: () => Promise<unknown>): Promise<void> {
    try {
      answers[name] = plain(await call())
    } catch (error) {
      const { message } = error as Error
      answers[name] = `error: ${[...names].reduce((text, [id, given]) => text.replace(id, given), message)}`
    }
  }
  async function added(name: string, ...call: Parameters<Memory['add']>): Promise<string> {
    const { results } = await memory.add(...call)
    for (const [at, { id }] of results.entries()) names.set(id, `${name}${at}`)
    answers[`add ${name}`] = plain(results)
    return results[0]!.id
  }
  const listed = async (filters: SearchFilters, more = {}) =>
    (await memory.getAll({ filters, ...more })).results.map(({ id }) => names.get(id))

  const metadata = { topic: 'food', n: 3, user_id: 'mallory' }
  const tea = await added('tea', 'Ada likes tea', { userId: ' ada ', agentId: 'helper', infer: false, metadata })
  const metadataOfBob = { topic: 'work', n: 7 }
  await added('bob', 'Bob works in Berlin', { userId: 'bob', infer: false, metadata: metadataOfBob })
  const turns = ['system: Be kind', 'user: I have a cat named Tom', 'assistant: What a nice cat'].map(turn => {
    const [role = '', content = ''] = turn.split(': ')
    return { role, content }
  })
  await added('cat', turns, { userId: 'ada', runId: 'r1', infer: false })
  const rome = await added('rome', 'Ada was in Rome', { userId: 'ada', infer: false, expirationDate: '2020-01-01' })

  for (const filters of [...entities, ...conditions.map(more => ({ ...ada, ...more }))]) {
    const text = JSON.stringify(filters)
    await said(`getAll ${text}`, () => listed(filters))
    const found = async () => (await memory.search('tea cat Berlin nice', { filters, threshold: 0 })).results
    await said(`search ${text}`, async () => (await found()).map(({ id }) => names.get(id)).sort())
  }
  await said('rows', () => memory.getAll({ filters: ada }))
  await said('rows, expired', () => listed(ada, { showExpired: true }))
  await said('rows, topK 1', () => listed(ada, { topK: 1 }))
  await said('rows, topK 0', () => listed(ada, { topK: 0 }))
  await said('a hit', () => memory.search('likes tea', { filters: ada, topK: 1 }))
  await said('get', () => memory.get(tea))
  await said('get, expired', () => memory.get(rome))
  await said('get, unknown', () => memory.get('482bfbaf-1082-4417-95a1-9be095689ea7'))
  await said('update', () => memory.update(tea, 'Ada likes coffee'))
  await said('update, metadata', () => memory.update(tea, { metadata: { n: 4, agent_id: 'x' } }))
  await said('get, updated', () => memory.get(tea))
  await said('update, day', () => memory.update(rome, { expirationDate: null }))
  await said('get, without a day', () => memory.get(rome))
  await said('delete', () => memory.delete(tea))
  await said('get, deleted', () => memory.get(tea))
  await said('history', async () => (await memory.history(tea)).map(({ id: _, ...row }) => row))
  await said('history, unknown', () => memory.history('nowhere'))

  const wrong: [string, () => Promise<unknown>][] = [
    ['delete again', () => memory.delete(tea)],
    ['update unknown', () => memory.update('nowhere', 'x')],
    ['update nothing', () => memory.update(tea, {})],
    ['no id', () => memory.add('x', { infer: false })],
    ['id with a space', () => memory.add('x', { userId: 'a b', infer: false })],
    ['blank id', () => memory.add('x', { userId: ' ', infer: false })],
    ['blank text', () => memory.add(' ', { userId: 'ada', infer: false })],
    ['no messages', () => memory.add([], { userId: 'ada', infer: false })],
    ['no day', () => memory.add('x', { userId: 'ada', infer: false, expirationDate: '2026-02-30' })],
    ['timestamp', () => memory.add('x', { userId: 'ada', timestamp: 1 as Any })],
    ['id beside filters', () => memory.search('x', { userId: 'ada' } as Any)],
    ['no filters', () => memory.getAll({})],
    ['camel case', () => memory.getAll({ filters: { userId: 'ada' } })],
    ['threshold', () => memory.search('x', { filters: ada, threshold: 2 })],
    ['topK', () => memory.getAll({ filters: ada, topK: -1 })],
    ['empty OR', () => memory.search('x', { filters: { ...ada, OR: [] } })],
    ['operator', () => memory.search('x', { filters: { ...ada, n: { gt: 1, near: 2 } } })],
    ['referenceDate', () => memory.search('x', { filters: ada, referenceDate: 1 as Any })],
    ['deleteAll of everything', () => memory.deleteAll({})],
  ]
  for (const [name, call] of wrong) await said(name, call)
  await said('deleteAll', () => memory.deleteAll({ userId: 'ada' }))
  await said('rows, deleted', () => listed(ada, { showExpired: true }))
  await said("rows, Bob's", () => listed({ user_id: 'bob' }))
  await said('reset', () => memory.reset())
  await said('rows, reset', () => listed({ user_id: 'bob' }))
  return answers
}
