/** A candidate with its score and what it is made of. */
export interface Ranked {
  readonly slot: number
  /** Grows while it is ranked. */
  score: number
  /** In the order of `parts`. */
  readonly values: Float64Array
}
