import { lengthNorm, saturate } from './bm25'
import type { Postings } from './postings'
import type { QueryTerm } from './query-terms'
import { topK } from './top-k'

/** Sums BM25 over postings; keeps its scratch arrays from one query to the next. */
export class Scorer {
  #scores = new Float64Array(0)
  #touched = new Int32Array(0)

  /**
   * The best `limit` slots of those that hold a term and are admitted, best first.
   *
   * @param admits asked only for slots that would be among the best so far
   */
  best(
    postings: Postings,
    terms: readonly QueryTerm[],
    limit: number,
    admits: ((slot: number) => boolean) | undefined,
    order: (one: number, other: number) => number,
  ): [slot: number, score: number][] {
    const touched = this.#sum(postings, terms)
    const slots = this.#touched
    const scores = this.#scores
    const best = topK(slots, touched, scores, limit, order, admits).map((slot): [number, number] => [
      slot,
      scores[slot]!,
    ])
    for (let at = 0; at < touched; at++) scores[slots[at]!] = 0
    return best
  }

  /** Leaves the scores in the scratch array; returns how many slots were touched. */
  #sum(postings: Postings, terms: readonly QueryTerm[]): number {
    if (this.#scores.length < postings.capacity) {
      this.#scores = new Float64Array(postings.capacity)
      this.#touched = new Int32Array(postings.capacity)
    }
    const scores = this.#scores
    const average = postings.averageLength
    let touched = 0
    for (const { idf, lists } of terms) {
      for (const { slots, counts, length } of lists) {
        for (let at = 0; at < length; at++) {
          const slot = slots[at]!
          if (scores[slot] === 0) this.#touched[touched++] = slot
          scores[slot]! += idf * saturate(counts[at]!, lengthNorm(postings.lengthOf(slot), average))
        }
      }
    }
    return touched
  }
}
