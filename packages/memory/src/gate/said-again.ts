/** How often a record was said again without a new one, and when last, ms. */
export interface SaidAgain {
  readonly count: number
  readonly last: number
}

/** The line of the ledger in which each agent tells what it counted. */
export const reinforcedPath = 'reinforced'
