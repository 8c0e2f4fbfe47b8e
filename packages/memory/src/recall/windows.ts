import type { Postings } from './postings'
import type { QueryTerm } from './query-terms'
import type { Sequences } from './sequences'
import { spread } from './weights'

/** How often each term occurs in each record near a candidate, for as many records as are needed. */
export interface TermCounts {
  /** Row of a slot, or -1 if the record may not be looked at. */
  rowOf(slot: number): number
  /** Row after row, one column a term. */
  readonly counts: Uint16Array
}

/** Reads term counts out of the postings; keeps its scratch array from one query to the next. */
export class TermCounter {
  /** One more than the row of a slot; 0 when it has none. */
  #rows = new Int32Array(0)

  /**
   * Calls `use` with the counts of the candidates and their neighbours in the run.
   *
   * @param admits what the filter excludes is not looked at, not even as a neighbour
   */
  with<R>(
    postings: Postings,
    terms: readonly QueryTerm[],
    candidates: readonly number[],
    sequences: Sequences,
    admits: ((slot: number) => boolean) | undefined,
    use: (counts: TermCounts) => R,
  ): R {
    if (this.#rows.length < postings.capacity) this.#rows = new Int32Array(postings.capacity)
    const rows = this.#rows
    const slots: number[] = []
    const want = (slot: number) => {
      if (rows[slot] !== 0) return
      slots.push(slot)
      rows[slot] = admits === undefined || admits(slot) ? slots.length : -1
    }
    for (const candidate of candidates) {
      const run = sequences.runOf(candidate)
      if (run === undefined) {
        want(candidate)
        continue
      }
      const place = sequences.placeOf(candidate)
      const last = Math.min(run.length - 1, place + spread.reach)
      for (let at = Math.max(0, place - spread.reach); at <= last; at++) want(run[at]!)
    }
    const counts = new Uint16Array(slots.length * terms.length)
    terms.forEach(({ lists }, column) => {
      for (const list of lists) {
        for (let at = 0; at < list.length; at++) {
          const row = rows[list.slots[at]!]!
          if (row > 0) counts[(row - 1) * terms.length + column]! += list.counts[at]!
        }
      }
    })
    const result = use({ counts, rowOf: slot => Math.max(-1, rows[slot]! - 1) })
    for (const slot of slots) rows[slot] = 0
    return result
  }
}
