import { CommonplaceError } from '../errors'
import type { ConflictRule, FactSide } from '../reading/fact'

type Rule = Extract<ConflictRule, (...sides: never[]) => unknown>

/**
 * A conflict rule that chooses no side where a function of the caller's throws, or returns something that it was not given: the
 * sides stay to be seen, as under `manual`.
 *
 * @param onFault told of that, and of what it threw
 */
export function carefulRule(rule: Rule, onFault: (error: unknown) => void): Rule {
  return sides => {
    try {
      const chosen: FactSide | undefined = rule(sides)
      if (chosen === undefined || sides.includes(chosen)) return chosen
      if ((chosen as unknown) instanceof Promise) (chosen as unknown as Promise<unknown>).catch(onFault)
      onFault(
        new CommonplaceError('invalid-input', 'the conflict rule returned something that is none of the sides', {
          hint: 'return, at once, one of the sides that it was given, or undefined to choose none',
        }),
      )
    } catch (error) {
      onFault(error)
    }
    return undefined
  }
}
