import { spacesOf } from '../worlds/setting'
import type { Figure } from './figure'
import type { Played } from './played'
import { callsAsked, overwrittenUnseen, transcriptOf } from './without-sharing'

/** Runs of tools, against calls that were asked for. */
export async function toolCalls({ agents, acts }: Played): Promise<Figure> {
  const runs = await Promise.all(Object.values(agents).map(agent => agent.runs()))
  return { label: 'Tool calls', with: runs.reduce((sum, one) => sum + one, 0), without: callsAsked(acts) }
}

/**
 * Agents whose store holds the secret's bytes; every agent that reads the transcript holds them there.
 *
 * @throws Error when not even its owner holds them: then the search is blind
 */
export async function secretHolders({ world, agents, acts }: Played, label: string): Promise<Figure> {
  const { secret } = world
  const isTold = acts.some(({ verb, args }) => verb === 'add' && args[0] === secret?.content)
  if (!secret || !isTold) return { label, with: 0, without: 0 }
  const holds = await Promise.all(Object.values(agents).map(agent => agent.holds(secret.canary)))
  const holders = Object.keys(agents).filter((_, index) => holds[index])
  if (!holders.includes(secret.owner)) throw new Error(`not even ${secret.owner} holds ${secret.label}`)
  return { label, with: holders.length, without: Object.keys(agents).length }
}

/** Claims that some replica has lost. Without: those that a store would have replaced unseen. */
export async function overwritten({ agents, acts, world }: Played): Promise<Figure> {
  let lost = 0
  for (const { agent, verb, args, answer, space, isAway } of acts) {
    if (verb !== 'assert') continue
    const isHome = !isAway || !isAwayAfter(acts, agent)
    for (const [reader, { history }] of Object.entries(agents)) {
      const mayHaveIt = isHome && !isAwayAfter(acts, reader) && spacesOf(world, reader).includes(space!)
      if (reader !== agent && !mayHaveIt) continue
      const claims = await history(answer as string)
      if (!claims.some(claim => claim.author === agent && claim.value === JSON.stringify(args[1]))) lost++
    }
  }
  return { label: 'Claims overwritten unseen', with: lost, without: overwrittenUnseen(acts) }
}

/** Tokens read for the last answer: a packet, against the transcript up to then. */
export async function tokensRead({ acts }: Played): Promise<Figure> {
  const at = acts.findLastIndex(({ verb }) => verb === 'context')
  const label = 'Tokens read to answer'
  if (at === -1) return { label }
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base')
  const { tokens } = acts[at]!.answer as { tokens: number }
  return { label, with: tokens, without: countTokens(transcriptOf(acts.slice(0, at))) }
}

/** Whether an agent is away from the relay after the last act. */
function isAwayAfter(acts: Played['acts'], agent: string): boolean {
  return acts.findLast(act => act.agent === agent && (act.verb === 'leave' || act.verb === 'come'))?.verb === 'leave'
}

/** Agents that default reads gave something its author had invented; whoever reads a transcript reads it. */
export async function readersOfInvention(
  { world, agents, acts }: Played,
  text: string,
  label: string,
): Promise<Figure> {
  const told = acts.find(({ verb, args }) => verb === 'assert' && args[1] === text)
  if (!told) return { label, with: 0, without: 0 }
  const others = Object.values(agents).filter(({ id }) => id !== told.agent)
  const views = await Promise.all(others.map(agent => agent.view(world.facts)))
  const given = views.filter(
    ({ rows, facts }) =>
      rows.some(row => !row.isHeld && row.text === text) ||
      Object.values(facts).some(({ sides }) => sides.some(({ value }) => value === text)),
  )
  return { label, with: given.length, without: others.length }
}

/** What was made from a record and still stands, once it was refuted; a transcript closes nothing. */
export async function standingOnRefuted({ agents, acts }: Played, label: string): Promise<Figure> {
  const refuted = acts.find(({ verb, args }) => verb === 'validate' && args[1] === 'refuted')
  if (!refuted) return { label, with: 0, without: 0 }
  const counts = await Promise.all(Object.values(agents).map(agent => agent.dependents(refuted.args[0] as string)))
  const open = Math.max(...counts.map(count => count.open))
  return { label, with: open, without: Math.max(...counts.map(count => count.open + count.closed)) }
}
