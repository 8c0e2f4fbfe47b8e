import { chooseSide, type RuleContext, type Side, type Verdict } from '../model'
import type { ConflictRule, FactSide } from './fact'
import type { Standings } from './standings'

/** How sides are shown to people and to the rules they write, and which of them reads give. */
export interface SideReading extends RuleContext {
  readonly rule: ConflictRule
  readonly standings: Standings
  /** a side of this space as people see it */
  readonly show: (side: Side) => FactSide
  /** the same as reads are given it: undefined where the read policy hides it */
  readonly tell: (verdict: Verdict, side: Side) => FactSide | undefined
}

/**
 * The side that the memory's rule gives readers.
 *
 * @throws ModelError `invalid-field` when a rule that is a function returns something other than one of its sides
 */
export function chosenSide(
  sides: readonly Side[],
  { rule, show, tell: _, standings: __, ...context }: SideReading,
): Side | undefined {
  if (typeof rule !== 'function') return chooseSide(sides, rule, context)
  return chooseSide(sides, () => {
    const shown = sides.map(show)
    const chosen = rule(shown)
    const at = chosen === undefined ? -1 : shown.indexOf(chosen)
    return chosen === undefined || at >= 0 ? sides[at] : (chosen as unknown as Side)
  })
}
