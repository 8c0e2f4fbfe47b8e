import { ModelError } from './model-error'
import type { Side } from './sides'
import { compareVersions } from './version'

/** Which side readers are given while a key is in conflict. The others stay and stay visible. */
export type ConflictRule =
  | 'latest'
  | 'authority'
  | 'confidence'
  | 'manual'
  | ((sides: readonly Side[]) => Side | undefined)

/**
 * The side that a rule gives readers; the only one where there is one.
 * `latest`: said last. `authority`: said by a curator. `confidence`: said with the highest confidence. Ties go to the
 * latest, and two of one time to the higher dot, so that every replica chooses alike. `manual`: none, until somebody
 * resolves. A function is as deterministic as its author makes it.
 *
 * @param mayCurate who is an authority; needed for that rule
 * @throws ModelError `invalid-field` when a function returns something other than one of the sides or undefined
 */
export function chooseSide(
  sides: readonly Side[],
  rule: ConflictRule,
  mayCurate: (agent: string) => boolean = () => false,
): Side | undefined {
  if (sides.length < 2) return sides[0]
  if (rule === 'manual') return undefined
  if (typeof rule === 'function') return checked(rule(sides), sides)
  const weights = { latest: () => 0, authority: authorityIn(mayCurate), confidence: confidenceOf }
  const weigh: (side: Side) => number = weights[rule]
  const best = Math.max(...sides.map(weigh))
  return sides
    .filter(side => weigh(side) === best)
    .sort((a, b) => compareVersions(a.version, b.version))
    .at(-1)
}

function authorityIn(mayCurate: (agent: string) => boolean) {
  return (side: Side) =>
    Number(side.heads.some(({ author, bound }) => bound && author !== undefined && mayCurate(author.agent)))
}

function confidenceOf(side: Side): number {
  return Math.max(...side.heads.map(({ record }) => (record.ok ? (record.body.confidence ?? -1) : -1)))
}

function checked(side: Side | undefined, sides: readonly Side[]): Side | undefined {
  if (side === undefined || sides.includes(side)) return side
  throw new ModelError('invalid-field', 'a conflict rule returned something that is not one of the sides', {
    hint: 'return one of the sides it was given, or undefined to choose none',
  })
}
