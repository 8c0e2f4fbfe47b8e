import type { Faults } from './simulation.fixture'

/** Seeds that failed once, and what was wrong. */
export const regressions: readonly { readonly seed: number; readonly faults: Faults; readonly was: string }[] = []
