import { ModelError } from './model-error'
import type { Side } from './sides'
import { compareVersions } from './version'

/** Which side readers are given while a key is in conflict. The others stay and stay visible. */
export type ConflictRule<S = Side> =
  | 'latest'
  | 'authority'
  | 'confidence'
  | 'validators'
  | 'manual'
  /** Agents by rank, the highest first; an agent that is not listed ranks below all that are. */
  | { readonly authority: readonly string[] }
  | ((sides: readonly S[]) => S | undefined)

/** What rules go by that a side does not say itself. */
export interface RuleContext {
  /** who is an authority where no ranking is given */
  readonly mayCurate?: (agent: string) => boolean
  /** how many agents verified what a side says */
  readonly verifiers?: (side: Side) => number
}

/**
 * The side that a rule gives readers; the only one where there is one.
 * `latest`: said last. `authority`: said by a curator, or by the agent that ranks highest. `confidence`: said with the
 * highest confidence. `validators`: verified by most agents. Ties go to the latest, and two of one time to the higher
 * dot, so that every replica chooses alike. `manual`: none, until somebody resolves. A function is as deterministic as
 * its author makes it. Only an author whom the relay bound has authority.
 *
 * @throws ModelError `invalid-field` when a function returns something other than one of the sides or undefined
 */
export function chooseSide(
  sides: readonly Side[],
  rule: ConflictRule,
  { mayCurate = () => false, verifiers = () => 0 }: RuleContext = {},
): Side | undefined {
  if (sides.length < 2) return sides[0]
  if (rule === 'manual') return undefined
  if (typeof rule === 'function') return checked(rule(sides), sides)
  const weights = {
    latest: () => 0,
    authority: rankBy(agent => Number(mayCurate(agent))),
    confidence: confidenceOf,
    validators: verifiers,
  }
  const weigh: (side: Side) => number = typeof rule === 'object' ? rankBy(rankIn(rule.authority)) : weights[rule]
  const best = Math.max(...sides.map(weigh))
  return sides
    .filter(side => weigh(side) === best)
    .sort((a, b) => compareVersions(a.version, b.version))
    .at(-1)
}

/** The highest rank among the bound authors of a side. */
function rankBy(rankOf: (agent: string) => number) {
  return (side: Side) =>
    Math.max(...side.heads.map(({ author, bound }) => (bound && author !== undefined ? rankOf(author.agent) : 0)))
}

function rankIn(ranking: readonly string[]) {
  const ranks = new Map([...ranking].reverse().map((agent, i) => [agent, i + 1]))
  return (agent: string) => ranks.get(agent) ?? 0
}

function confidenceOf(side: Side): number {
  return Math.max(...side.heads.map(({ record }) => (record.ok ? (record.body.confidence ?? -1) : -1)))
}

function checked(side: Side | undefined, sides: readonly Side[]): Side | undefined {
  if (side === undefined || sides.includes(side)) return side
  throw new ModelError('invalid-field', 'a conflict rule returned none of the sides', {
    hint: 'return one of the sides it was given, or undefined to choose none',
  })
}
