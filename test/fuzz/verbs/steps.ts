import type { SeededRandom } from '@commonplace/protocol/testing'
import { type Agent, own, shared, type Team } from './team'

/** What one step may draw on. */
export interface Turn {
  readonly team: Team
  readonly agent: Agent
  readonly random: SeededRandom
}

type Step = (turn: Turn) => Promise<unknown>

export const words = 'order shipped plan card refund module parser dose renal annual boat garden cache'.split(' ')
const keys = ['order/1/status', 'order/2/status', 'plan']
const values = ['shipped', 'processing', 3, { days: [1, 2] }]
const runs = ['monday', 'tuesday']

const sentence = (random: SeededRandom): string =>
  `${Array.from({ length: 3 + random.below(6) }, () => random.pick(words)).join(' ')} ${random.below(1000)}`

/** An id of a record of the shared spaces; undefined as long as there is none. */
function anyId({ team, random }: Turn): string | undefined {
  const ids = [...team.ids]
  return ids.length === 0 ? undefined : random.pick(ids)
}

const withId =
  (step: (turn: Turn, id: string) => Promise<unknown>): Step =>
  async turn => {
    const id = anyId(turn)
    if (id !== undefined) await step(turn, id)
  }

/** What happens, and how often beside the others. */
export const steps: Readonly<Record<string, readonly [share: number, step: Step]>> = {
  add: [
    10,
    async turn => {
      const { team, agent, random } = turn
      const from = random.chance(0.4) ? anyId(turn) : undefined
      const { id } = await agent.memory.add(sentence(random), {
        space: random.pick(['team', ...shared]),
        tags: [random.pick(words)],
        derivedFrom: from === undefined ? [] : [from],
        ...(random.chance(0.3) && { run: random.pick(runs) }),
        ...(random.chance(0.2) && { confidence: random.below(101) / 100 }),
      })
      team.ids.add(id)
    },
  ],
  keep: [
    4,
    async ({ team, agent, random }) => {
      const { content } = await agent.memory.add(sentence(random), { space: 'archive' })
      team.kept.add(content)
    },
  ],
  addNote: [
    2,
    async ({ agent, random }) => agent.notes.push((await agent.memory.add(sentence(random), { space: own })).id),
  ],
  update: [6, withId(({ agent, random }, id) => agent.memory.update(id, { content: sentence(random) }))],
  tag: [3, withId(({ agent, random }, id) => agent.memory.update(id, { tags: [random.pick(words)], pinned: true }))],
  retract: [3, withId(({ agent }, id) => agent.memory.retract(id, 'wrong'))],
  validate: [
    4,
    withId(({ agent, random }, id) => agent.memory.validate(id, random.pick(['verified', 'verified', 'refuted']))),
  ],
  validateVersion: [
    6,
    withId(async ({ agent, random }, id) => {
      const versions = await agent.memory.history(id)
      if (versions.length > 0) await agent.memory.validate(random.pick(versions).id, 'verified')
    }),
  ],
  assert: [
    6,
    async turn => {
      const { team, agent, random } = turn
      const evidence = random.chance(0.3) ? anyId(turn) : undefined
      const fact = await agent.memory.facts.assert(random.pick(keys), random.pick(values), {
        space: random.pick(shared),
        evidence: evidence === undefined ? [] : [evidence],
      })
      for (const { id } of fact.sides) team.ids.add(id)
    },
  ],
  resolve: [
    3,
    async ({ agent, random }) => {
      const conflicts = await agent.memory.facts.conflicts({ space: 'team' })
      if (conflicts.length === 0) return
      const { key, sides } = random.pick(conflicts)
      const resolution = random.chance(0.5) ? { side: sides[0]!.id } : { value: 'decided' }
      await agent.memory.facts.resolve(key, resolution, { space: 'team' })
    },
  ],
  relate: [
    2,
    async ({ team, agent, random }) => {
      const { graph } = agent.memory
      const { id } = await graph.relate(random.pick(words), 'owns', random.pick(words), { space: 'team' })
      team.ids.add(id)
    },
  ],
  erase: [2, withId(({ agent }, id) => agent.memory.erase({ ids: [id] }))],
  eraseMany: [0.2, ({ agent, random }) => agent.memory.erase({ filter: { tags: random.pick(words) }, scope: 'all' })],
  rescope: [
    4,
    withId(async ({ agent, random }, id) => {
      const target = random.pick([{ user: 'eve' }, { run: null }, { space: 'archive' }, { space: 'team' }])
      const { token } = await agent.memory.rescope(id, target)
      if (token !== undefined) agent.tokens.push(token)
    }),
  ],
  promote: [
    2,
    async ({ agent, random }) => {
      if (agent.notes.length === 0) return
      const { token } = await agent.memory.promote(random.pick(agent.notes), { to: random.pick(shared) })
      if (token !== undefined) agent.tokens.push(token)
    },
  ],
  undo: [
    3,
    async ({ agent }) => {
      const token = agent.tokens.pop()
      if (token !== undefined) await agent.memory.undo(token)
    },
  ],
  rollback: [
    0.3,
    ({ team, agent, random }) =>
      agent.memory.rollback({
        agent: random.pick(team.members).id,
        since: new Date(Date.now() - 3),
        reason: 'taken back',
        space: 'team',
      }),
  ],
  log: [2, ({ agent, random }) => agent.memory.runs.log(random.pick(runs), sentence(random))],
  checkpoint: [1, ({ agent, random }) => agent.memory.runs.checkpoint(random.pick(runs), { at: random.below(9) })],
  artifact: [
    1,
    async ({ team, agent, random }) => {
      const text = sentence(random).repeat(200)
      const { id } = await agent.memory.artifacts.put(text, { summary: sentence(random), space: 'team' })
      team.ids.add(id)
    },
  ],
  openArtifact: [1, withId(({ agent }, id) => agent.memory.artifacts.open(id))],
  define: [
    1,
    ({ agent, random }) => agent.memory.procedures.define('refund', { description: sentence(random), space: 'team' }),
  ],
  carry: [
    2,
    async ({ team, agent: { memory }, random }) => {
      // What the relay does not have yet would get other ids when its author is back, which nobody else can follow.
      if (memory.sync.status.value.pending > 0) return
      await random.pick(team.members).memory.import(await memory.export(random.pick(shared)))
    },
  ],
  consolidate: [0.7, ({ agent }) => agent.memory.consolidate({ olderThan: 0 })],
  compact: [1, ({ agent }) => agent.memory.compact()],
  audit: [0.5, ({ agent }) => agent.memory.audit()],
  context: [1, ({ agent, random }) => agent.memory.context({ query: random.pick(words), budget: 300 })],
  asOf: [1, ({ agent, random }) => agent.memory.getAll({ asOf: new Date(Date.now() - random.below(400)) })],
  whoKnows: [0.5, ({ agent, random }) => agent.memory.team.whoKnows(random.pick(words))],
  pause: [3, async ({ agent }) => agent.memory.sync.pause()],
  resume: [3, async ({ agent }) => agent.memory.sync.resume()],
  reopen: [1, ({ agent }) => agent.open()],
  wait: [3, ({ random }) => new Promise(resolve => setTimeout(resolve, random.below(20)))],
}
