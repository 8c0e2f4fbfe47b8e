import { expect, test } from 'vitest'
import type { Memory } from '../memory'
import { open, relayUrl } from '../open.fixture'

const secret = `ghp_${'a1B2'.repeat(10)}`
const said = `the token is ${secret}`

interface Cast {
  readonly memory: Memory
  readonly other: Memory
  /** a record of the other's */
  readonly id: string
}

/** Every verb by which words of an agent's reach its team, with a secret in each of them. */
const verbs: Record<string, (cast: Cast) => unknown> = {
  add: ({ memory }) => memory.add(said),
  'add: title': ({ memory }) => memory.add('text', { title: said }),
  'add: tags': ({ memory }) => memory.add('text', { tags: [said] }),
  'add: metadata': ({ memory }) => memory.add('text', { metadata: { note: [said] } }),
  'add: source': ({ memory }) => memory.add('text', { source: { type: 'web', uri: `https://x:${secret}@host/` } }),
  update: async ({ memory }) => memory.update((await memory.add('mine')).id, { content: said }),
  'facts.assert': ({ memory }) => memory.facts.assert('a/b', { said }),
  'facts.resolve': async ({ memory, other }) => {
    await conflict(memory, other)
    return memory.facts.resolve('c/d', { value: said })
  },
  'facts.resolve: reason': async ({ memory, other }) => {
    await conflict(memory, other)
    return memory.facts.resolve('c/d', { value: 3 }, { reason: said })
  },
  retract: async ({ memory }) => memory.retract((await memory.add('mine')).id, said),
  validate: ({ memory, id }) => memory.validate(id, 'verified', { reason: said }),
  rollback: async ({ memory }) => {
    await memory.add('mine')
    return memory.rollback({ agent: 'ada', since: 0, reason: said })
  },
  rescope: async ({ memory }) =>
    memory.rescope({ ids: [(await memory.add('mine')).id] }, { app: 'x' }, { reason: said }),
  erase: async ({ memory }) => memory.erase({ ids: [(await memory.add('mine')).id] }, { reason: said }),
  'runs.log': ({ memory }) => memory.runs.log('r', said),
  'runs.checkpoint': ({ memory }) => memory.runs.checkpoint('r', { step: [said] }),
  'graph.relate': ({ memory }) => memory.graph.relate('Ada', 'holds', said),
  'procedures.define': ({ memory }) => memory.procedures.define('deploy', { description: said }),
  'artifacts.put': ({ memory }) => memory.artifacts.put(`${said}\n`.repeat(5_000), { summary: 'a log' }),
  'team.register': ({ memory }) => memory.team.register({ description: said }),
  'work.once': ({ memory }) => memory.work.once('login', () => ({ said })),
  'work.once: key': ({ memory }) => memory.work.once(['login', { token: secret }], () => 1),
  'work.claim': ({ memory }) => memory.work.claim(said),
  'work.tasks.add': ({ memory }) => memory.work.tasks.add(said),
  'work.tasks.add: details': ({ memory }) => memory.work.tasks.add('deploy', { details: { said } }),
  'work.tasks.done': async ({ memory }) => {
    const { id } = await memory.work.tasks.add('deploy')
    const task = await memory.work.tasks.claim(id)
    return task.done({ said })
  },
  'working.set, shown': async ({ memory }) => memory.working.set('now', said, { shown: true }),
  import: async ({ memory }) => {
    const { skipped } = await memory.import(`- ${said}`, { format: 'markdown' })
    throw Object.assign(new Error(skipped[0]?.reason), { code: skipped.length === 1 ? 'secret' : 'none' })
  },
}

async function conflict(one: Memory, other: Memory): Promise<void> {
  one.sync.pause()
  await Promise.all([one.facts.assert('c/d', 1), other.facts.assert('c/d', 2)])
  one.sync.resume()
  await expect.poll(async () => (await one.facts.get('c/d'))?.settled).toBe(false)
}

test.each(Object.entries(verbs))('%s: a secret is refused, and the other agent never sees it', async (_, verb) => {
  const relay = await relayUrl()
  const [memory, other] = await Promise.all([open('ada', { relay }), open('bob', { relay })])
  const { id } = await other.add('a note of mine')
  await expect.poll(() => memory.get(id)).toBeDefined()
  await expect((async () => verb({ memory, other, id }))()).rejects.toMatchObject({ code: 'secret' })
  await memory.sync.flush('relay')
  expect(await memory.export('team')).not.toContain(secret)
  expect(JSON.stringify(other.team.presence.peers.value)).not.toContain(secret)
})

test('redacted where the gate says so: results, states and cards keep the rest', async () => {
  const memory = await open('ada', { gate: { secrets: 'redact' } })
  await memory.runs.checkpoint('r', { said, step: 3 })
  expect((await memory.runs.resume('r')).state).toEqual({ said: 'the token is [redacted token]', step: 3 })
  await expect(memory.work.claim(said)).rejects.toMatchObject({ code: 'secret' })
})
