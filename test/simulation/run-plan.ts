import { check } from './check'
import { leaseProblems } from './lease-run'
import type { Plan } from './plan'
import { World } from './world'

/** What came of a plan. */
export interface Outcome {
  /** what does not hold; empty when all does */
  readonly problems: readonly string[]
  /** of everything that happened, in its order; the same plan gives the same */
  readonly trace: number
  readonly steps: number
}

/** Runs a plan from its first event to the last check. */
export async function runPlan(plan: Plan): Promise<Outcome> {
  // The process gets its turn, and everything below starts from a promise.
  await new Promise(resolve => setImmediate(resolve))
  const world = new World(plan)
  let problems: readonly string[]
  try {
    await world.run()
    problems = [...(await check(world)), ...leaseProblems(plan.seed)]
  } catch (error) {
    problems = [...world.problems, `thrown: ${error instanceof Error ? error.stack : error}`]
  }
  return { problems, trace: world.kernel.trace, steps: world.kernel.steps }
}
