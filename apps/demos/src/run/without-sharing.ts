import type { Act } from './act'

/** One claim as a store sees it where the last write wins. */
interface Claim {
  readonly agent: string
  readonly value: string
  /** Index of the act that made it, and of the one after which the others could know. */
  readonly made: number
  readonly shared: number
}

/**
 * How often a store where the last write wins would have replaced a claim that the writer had not seen by another value,
 * without telling anybody. The acts are the run's own: what was written away from the relay reaches the store when its
 * author is back, with the time at which it was written.
 */
export function overwrittenUnseen(acts: readonly Act[]): number {
  const byKey = new Map<string, Claim[]>()
  for (const [made, { agent, verb, args, isAway }] of acts.entries()) {
    if (verb !== 'assert') continue
    const shared = isAway ? acts.findIndex((act, at) => at > made && act.agent === agent && act.verb === 'come') : made
    if (shared === -1) continue
    const [key, value] = args as [string, unknown]
    byKey.set(key, [...(byKey.get(key) ?? []), { agent, value: JSON.stringify(value), made, shared }])
  }
  let lost = 0
  for (const claims of byKey.values()) {
    for (const [index, claim] of claims.entries()) {
      const before = claims[index - 1]
      if (before && before.value !== claim.value && !hadSeen(acts, claim, before)) lost++
    }
  }
  return lost
}

function hadSeen(acts: readonly Act[], claim: Claim, before: Claim): boolean {
  if (claim.agent === before.agent) return true
  if (before.shared > claim.made) return false
  if (!acts[claim.made]!.isAway) return true
  const left = acts.findLastIndex((act, at) => at < claim.made && act.agent === claim.agent && act.verb === 'leave')
  return before.shared < left
}

/** How many tool calls are made where nobody knows of the others' answers: every one that was asked for. */
export const callsAsked = (acts: readonly Act[]): number => acts.filter(({ verb }) => verb === 'call').length

/**
 * What an agent reads before it answers where the team shares one transcript: everything that was said, claimed and
 * answered by tools so far.
 */
export function transcriptOf(acts: readonly Act[]): string {
  const lines = acts.flatMap(({ agent, verb, args, answer }) => {
    if (verb === 'add') return [`${agent}: ${args[0]}`]
    if (verb === 'assert') return [`${agent}: ${args[0]} = ${JSON.stringify(args[1])}`]
    if (verb === 'call') return [`${agent} called ${args[0]}(${args[1]}):\n${JSON.stringify(answer, null, 2)}`]
    return []
  })
  return lines.join('\n')
}
