/** A reading of a hybrid logical clock: wall milliseconds since 1970, and a count within the millisecond. */
export interface Timestamp {
  readonly ms: number
  readonly count: number
}
