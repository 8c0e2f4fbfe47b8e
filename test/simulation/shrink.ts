import type { Plan } from './plan'

/**
 * The fewest items of a plan that still fail: delta debugging (Zeller, Hildebrandt, "Simplifying and Isolating
 * Failure-Inducing Input", 2002) over the items.
 *
 * @param fails whether a plan fails
 * @param maxRuns gives up shrinking after so many runs
 */
export async function shrink(plan: Plan, fails: (plan: Plan) => Promise<boolean>, maxRuns = 400): Promise<Plan> {
  let items = plan.items
  let parts = 2
  let runs = 0
  while (items.length > 1 && runs < maxRuns) {
    const size = Math.ceil(items.length / parts)
    let found = false
    for (let from = 0; from < items.length && runs < maxRuns; from += size) {
      const fewer = [...items.slice(0, from), ...items.slice(from + size)]
      runs++
      if (!(await fails({ ...plan, items: fewer }))) continue
      items = fewer
      parts = Math.max(2, parts - 1)
      found = true
      break
    }
    if (found) continue
    if (size === 1) break
    parts = Math.min(items.length, parts * 2)
  }
  return { ...plan, items }
}
