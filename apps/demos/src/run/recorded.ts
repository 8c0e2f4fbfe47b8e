import type { Agent } from '../agent/agent'
import { spacesOf } from '../worlds/setting'
import type { World } from '../worlds/world'
import type { Act } from './act'
import { spread } from './spread'

/** What a run keeps of what its agents do. */
export interface Recording {
  readonly world: World
  readonly agents: ReadonlyMap<string, Agent>
  readonly acts: Act[]
  readonly away: Set<string>
  step(): number
}

const writes = ['register', 'add', 'assert', 'resolve', 'validate', 'call'] as const
const reads = ['read', 'dependents', 'whoKnows', 'context', 'knock'] as const

/**
 * An agent whose acts are noted. A write is over when every agent that is with the relay and may read it holds it, so that
 * a script is played alike every time.
 */
export function recorded(agent: Agent, run: Recording): Agent {
  const note = async (verb: string, args: readonly unknown[], space?: string): Promise<unknown> => {
    const isAway = run.away.has(agent.id)
    const pending = verb === 'come' ? (await agent.view([])).pending : 0
    const answer = await (agent[verb as keyof Agent] as (...args: readonly unknown[]) => Promise<unknown>)(...args)
    if (verb === 'leave') run.away.add(agent.id)
    if (verb === 'come') run.away.delete(agent.id)
    const act = { step: run.step(), agent: agent.id, verb, args, answer, isAway }
    if (verb === 'come') run.acts.push({ ...act, arrivals: await meet(agent, run), delivered: pending })
    else if (space === undefined) run.acts.push({ ...act, arrivals: {} })
    else
      run.acts.push({ ...act, space, arrivals: isAway ? {} : await spread(agent, readersOf(space, agent, run), space) })
    return answer
  }
  const own = Object.fromEntries([
    ...writes.map(verb => [verb, (...args: readonly unknown[]) => note(verb, args, spaceOf(verb, args, run.world))]),
    ...[...reads, 'leave', 'come'].map(verb => [verb, (...args: readonly unknown[]) => note(verb, args)]),
  ])
  return { ...agent, ...own }
}

/** Back from being away: it gets what it missed, and gives what it wrote. */
async function meet(agent: Agent, run: Recording): Promise<Record<string, number>> {
  const arrivals: Record<string, number> = {}
  for (const space of spacesOf(run.world, agent.id)) {
    const others = readersOf(space, agent, run)
    for (const [reader, ms] of Object.entries(await spread(agent, others, space))) {
      arrivals[reader] = Math.max(arrivals[reader] ?? 0, ms)
    }
    for (const other of others) await spread(other, [agent], space)
  }
  return arrivals
}

function readersOf(space: string, author: Agent, { world, agents, away }: Recording): Agent[] {
  const others = [...agents.values()].filter(({ id }) => id !== author.id && !away.has(id))
  return others.filter(({ id }) => spacesOf(world, id).includes(space))
}

/** Where a write goes: what its options say, the space of the record it is about, else the team's. */
function spaceOf(verb: (typeof writes)[number], args: readonly unknown[], world: World): string {
  if (verb === 'validate') return String(args[0]).split('.')[0]!
  const options = args.at(-1)
  const named = typeof options === 'object' && options !== null ? (options as { space?: string }).space : undefined
  return named ?? world.spaces[0]!.name
}
