import type { Postings } from './postings'
import type { Sequences } from './sequences'
import { topK } from './top-k'
import type { Traits } from './traits'
import { near, spread } from './weights'

/** What choosing reads. */
export interface Surroundings {
  readonly sequences: Sequences
  readonly traits: Traits
  readonly postings: Postings
}

/** Chooses which records are looked at closely; keeps its scratch arrays from one query to the next. */
export class CandidateChooser {
  readonly #surroundings: Surroundings
  #scores = new Float32Array(0)
  #touched = new Int32Array(0)
  #count = 0

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings
  }

  /**
   * The best records by their own words and those of their neighbours in the run.
   *
   * @param seeds records that hold words of the question, with their BM25
   * @param boost factor of a record that fits the person or the date asked for, if any is
   * @param admits the filter
   */
  choose(
    seeds: readonly (readonly [slot: number, score: number])[],
    limit: number,
    boost: ((slot: number) => number) | undefined,
    admits: ((slot: number) => boolean) | undefined,
    order: (one: number, other: number) => number,
  ): number[] {
    const { capacity } = this.#surroundings.postings
    if (this.#scores.length < capacity) {
      this.#scores = new Float32Array(capacity)
      this.#touched = new Int32Array(capacity)
    }
    this.#count = 0
    for (const [slot, score] of seeds) {
      this.#lift(slot, score * spread.own)
      this.#spread(slot, score, -1)
      this.#spread(slot, score, 1)
    }
    const scores = this.#scores
    const touched = this.#touched
    if (boost !== undefined) for (let at = 0; at < this.#count; at++) scores[touched[at]!]! *= boost(touched[at]!)
    const chosen = topK(touched, this.#count, scores, limit, order, admits)
    for (let at = 0; at < this.#count; at++) scores[touched[at]!] = 0
    return chosen
  }

  /** Lifts the records before or after a seed: the less, the more passages are between. */
  #spread(seed: number, score: number, step: -1 | 1): void {
    const { sequences, traits, postings } = this.#surroundings
    const run = sequences.runOf(seed)
    if (run === undefined) return
    const place = sequences.placeOf(seed)
    let author = traits.authorOf(seed)
    let words = postings.lengthOf(seed)
    let passages = 0
    for (let count = 1; count <= near.mostRecords; count++) {
      const slot = run[place + count * step]
      if (slot === undefined) return
      words += postings.lengthOf(slot)
      if (traits.authorOf(slot) !== author || words > near.passage) {
        if (++passages > spread.reach) return
        author = traits.authorOf(slot)
        words = postings.lengthOf(slot)
      }
      const isNext = passages === 0 || (passages === 1 && step === 1)
      this.#lift(slot, score * (isNext ? spread.next : passages <= spread.nearReach ? spread.near : spread.far))
    }
  }

  #lift(slot: number, by: number): void {
    if (this.#scores[slot] === 0) this.#touched[this.#count++] = slot
    this.#scores[slot]! += by
  }
}
