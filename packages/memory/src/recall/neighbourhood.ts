import type { Postings } from './postings'
import type { QueryTerm } from './query-terms'
import type { Sequences } from './sequences'
import { near } from './weights'

/** More records than any run has, and few enough that a slot times it is exact. */
const longestRun = 2 ** 26

/** The candidates of a search with the records around them in their runs, in order: a row each, neighbours in adjacent rows. */
export interface Neighbourhood {
  readonly height: number
  /** By row. */
  readonly slots: Int32Array
  /** By row: 1 if it begins a stretch, so that the row above is not its neighbour. */
  readonly starts: Uint8Array
  /** How often each term occurs in each row: all rows of the first term, then of the second. */
  readonly counts: Uint16Array
  /** By the place of a term that has words used or spelled like it: how alike the best of them in each row is, 0 to 1. */
  readonly likenesses: ReadonlyMap<number, Float32Array>
  rowOf(candidate: number): number
}

/** Reads what is near out of the runs and the postings; keeps its scratch arrays from one query to the next. */
export class NeighbourhoodReader {
  readonly #sequences: Sequences
  readonly #postings: Postings
  /** One more than the row of a slot; 0 when it has none. */
  #rows = new Int32Array(0)
  #slots = new Int32Array(0)
  #starts = new Uint8Array(0)
  #counts = new Uint16Array(0)
  #height = 0

  constructor(sequences: Sequences, postings: Postings) {
    this.#sequences = sequences
    this.#postings = postings
  }

  /**
   * Calls `use` with the neighbourhood of the candidates, which holds until it returns.
   *
   * @param candidates admitted by the filter, each once
   * @param admits what the filter excludes is not looked at, not even as a neighbour
   */
  with<R>(
    terms: readonly QueryTerm[],
    candidates: readonly number[],
    admits: ((slot: number) => boolean) | undefined,
    use: (neighbourhood: Neighbourhood) => R,
  ): R {
    this.#makeRoom(candidates.length)
    const places: number[] = []
    for (const slot of candidates) {
      const run = this.#sequences.runOf(slot)
      if (run === undefined) this.#push(slot, true)
      else places.push(run[0]! * longestRun + this.#sequences.placeOf(slot))
    }
    this.#pushRuns(Float64Array.from(places).sort(), admits)
    const rows = this.#rows
    const slots = this.#slots
    const height = this.#height
    const counts = this.#count(terms)
    const likenesses = this.#liken(terms)
    const result = use({ height, slots, starts: this.#starts, counts, likenesses, rowOf: slot => rows[slot]! - 1 })
    for (let row = 0; row < height; row++) rows[slots[row]!] = 0
    return result
  }

  /** @param places the first slot of the run times `longestRun`, and the place in it; ascending */
  #pushRuns(places: Float64Array, admits: ((slot: number) => boolean) | undefined): void {
    let run: readonly number[] = []
    /** Up to where the run is in rows. */
    let end = 0
    for (const each of places) {
      const first = Math.floor(each / longestRun)
      const place = each - first * longestRun
      if (run[0] !== first) {
        run = this.#sequences.runOf(first)!
        end = 0
      }
      const from = this.#reach(run, place, -1)
      const to = this.#reach(run, place, 1)
      let isStart = end === 0 || from > end
      for (let at = Math.max(from, end); at <= to; at++) {
        if (admits !== undefined && !admits(run[at]!)) continue
        this.#push(run[at]!, isStart)
        isStart = false
      }
      end = Math.max(end, to + 1)
    }
  }

  #reach(run: readonly number[], place: number, step: -1 | 1): number {
    let at = place
    let words = 0
    for (let count = 0; count < near.mostRecords && words < near.reach; count++) {
      const slot = run[at + step]
      if (slot === undefined) break
      words += Math.min(this.#postings.lengthOf(slot), near.long)
      at += step
    }
    return at
  }

  #push(slot: number, isStart: boolean): void {
    this.#slots[this.#height] = slot
    this.#starts[this.#height] = isStart ? 1 : 0
    this.#rows[slot] = ++this.#height
  }

  #count(terms: readonly QueryTerm[]): Uint16Array {
    const height = this.#height
    const size = height * terms.length
    if (this.#counts.length < size) this.#counts = new Uint16Array(2 * size)
    const counts = this.#counts.fill(0, 0, size)
    const rows = this.#rows
    for (let column = 0; column < terms.length; column++) {
      const above = column * height - 1
      for (const { slots, counts: held, length } of terms[column]!.lists) {
        for (let at = 0; at < length; at++) {
          const row = rows[slots[at]!]!
          if (row > 0) counts[above + row]! += held[at]!
        }
      }
    }
    return counts
  }

  #liken(terms: readonly QueryTerm[]): Map<number, Float32Array> {
    const likenesses = new Map<number, Float32Array>()
    for (const [column, { near = [] }] of terms.entries()) {
      if (near.length === 0) continue
      const alike = new Float32Array(this.#height)
      for (const { list, strength } of near) {
        for (let at = 0; at < list.length; at++) {
          const row = this.#rows[list.slots[at]!]! - 1
          if (row >= 0) alike[row] = Math.max(alike[row]!, strength)
        }
      }
      likenesses.set(column, alike)
    }
    return likenesses
  }

  #makeRoom(candidates: number): void {
    const { capacity } = this.#postings
    if (this.#rows.length < capacity) this.#rows = new Int32Array(capacity)
    const most = Math.min(capacity, candidates * (2 * near.mostRecords + 1))
    if (this.#slots.length < most) {
      this.#slots = new Int32Array(most)
      this.#starts = new Uint8Array(most)
    }
    this.#height = 0
  }
}
