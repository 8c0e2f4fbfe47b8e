/** One line of the count: what this run came to, and what the same acts come to without shared memory. */
export interface Figure {
  readonly label: string
  /** Nothing while there was nothing to count yet. */
  readonly with?: number
  /** Nothing where there is no such thing to count. */
  readonly without?: number
}
