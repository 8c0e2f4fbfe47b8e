import { compareTimestamps, type Json, type Timestamp } from '../model'

/** What the ledger says of a run: whose it is, and the state that its holder saved last. */
export interface RunState {
  /** Grows with each takeover. */
  readonly term: number
  /** When the term began: of two agents that took over at once, the earlier one holds the run. */
  readonly since: Timestamp
  /** The opening of a memory that holds the run. */
  readonly holder: string
  /** Grows with each checkpoint and restoration; 0 before the first. */
  readonly version: number
  readonly state: Json
}

/** The ledger's value for a run's state, fields by position: a checkpoint is written often. */
export function runStateToValue({ term, since, holder, version, state }: RunState): Json {
  return [1, term, [since.ms, since.count], holder, version, state]
}

/** @returns undefined for what is no state of a run, or was written by a newer program */
export function valueToRunState(value: Json): RunState | undefined {
  if (!Array.isArray(value) || value.length !== 6 || value[0] !== 1) return undefined
  const [, term, since, holder, version, state] = value as readonly Json[]
  const [ms, count] = Array.isArray(since) ? since : []
  const isWhole = [term, ms, count, version].every(each => Number.isSafeInteger(each))
  if (!isWhole || typeof holder !== 'string') return undefined
  return {
    term: term as number,
    since: { ms: ms as number, count: count as number },
    holder,
    version: version as number,
    state: state as Json,
  }
}

/**
 * Which of two states counts: of the later term; of two takeovers at once, that of the earlier one; of one holder, the
 * later version. Every replica decides alike.
 *
 * @returns above 0 when `a` counts
 */
export function compareRunStates(a: RunState, b: RunState): number {
  return (
    a.term - b.term ||
    compareTimestamps(b.since, a.since) ||
    (a.holder === b.holder ? a.version - b.version : a.holder < b.holder ? 1 : -1)
  )
}
