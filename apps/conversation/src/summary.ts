import type { Category } from './conversation'
import type { LeakReport } from './leaks'
import type { Outcome } from './outcome'
import { percentile } from './percentile'
import { mean } from './recall-at'

/** What `--json` prints; recall 0 to 1 over categories 1 to 4, times in ms. */
export interface Summary {
  readonly agents: number
  readonly records: number
  readonly offline: number
  readonly lost: number
  readonly converged: boolean
  readonly leaked: number
  readonly recallAt10: number
  readonly searchP95Ms: number
  readonly propagationP50Ms: number
  readonly propagationP99Ms: number
}

export function summarise(outcomes: readonly Outcome[], { leaked }: LeakReport): Summary {
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0)
  const propagation = outcomes.flatMap(({ propagationMs }) => propagationMs)
  const searches = outcomes.flatMap(({ searchMs }) => searchMs)
  return {
    agents: sum(({ agents }) => agents),
    records: sum(({ records }) => records),
    offline: sum(({ offline }) => offline),
    lost: sum(({ lost }) => lost),
    converged: outcomes.every(({ hashes }) => new Set(hashes).size === 1),
    leaked: leaked.size,
    recallAt10: rounded(recallOf(outcomes, [1, 2, 3, 4]).recall, 4),
    searchP95Ms: rounded(percentile(searches, 0.95), 2),
    propagationP50Ms: rounded(percentile(propagation, 0.5), 2),
    propagationP99Ms: rounded(percentile(propagation, 0.99), 2),
  }
}

/** Whether every promise of the run was kept. */
export function isSound({ lost, leaked, converged }: Summary): boolean {
  return lost === 0 && leaked === 0 && converged
}

/** Evidence recall at 10 over the questions of some categories, each question counting the same. */
export function recallOf(
  outcomes: readonly Outcome[],
  categories: readonly Category[],
): { recall: number; questions: number } {
  const asked = outcomes.flatMap(({ recalls }) => recalls).filter(({ category }) => categories.includes(category))
  return { recall: mean(asked.map(({ recall }) => recall)), questions: asked.length }
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
