import { planOf } from './plan'
import { runPlan } from './run-plan'

/** A seed whose run does not hold what it should. */
export interface Failure {
  readonly seed: number
  readonly problems: readonly string[]
}

/** Every so manyth seed is run twice, and must give the same trace. */
const twiceEvery = 100

/**
 * Runs seeds one after the other and says after each how many are done, and what failed.
 *
 * @param stride from one seed to the next
 */
export async function runSeeds(
  from: number,
  seeds: number,
  onDone: (done: number, failure: Failure | null) => void,
  stride = 1,
): Promise<void> {
  for (let done = 1; done <= seeds; done++) {
    const seed = from + (done - 1) * stride
    const plan = planOf(seed)
    const { problems, trace } = await runPlan(plan)
    const isRepeated = seed % twiceEvery === 0
    const same = !isRepeated || (await runPlan(plan)).trace === trace
    const all = same ? problems : [...problems, 'run again, the same seed gave another trace']
    onDone(done, all.length > 0 ? { seed, problems: all } : null)
  }
}
