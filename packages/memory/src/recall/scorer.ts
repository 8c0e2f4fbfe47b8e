import { lengthNorm, saturate } from './bm25'
import type { NearTerm } from './near-terms'
import type { Postings } from './postings'
import type { QueryTerm } from './query-terms'
import { topK } from './top-k'
import { nearShare } from './weights'

/** Sums BM25 over postings; keeps its scratch arrays from one query to the next. */
export class Scorer {
  #scores = new Float64Array(0)
  #touched = new Int32Array(0)
  /** 1 where the term at hand, or a word like it, was already counted. */
  #counted = new Uint8Array(0)

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
      this.#counted = new Uint8Array(postings.capacity)
    }
    const scores = this.#scores
    const average = postings.averageLength
    let touched = 0
    for (const { idf, lists, near } of terms) {
      for (const { slots, counts, length } of lists) {
        for (let at = 0; at < length; at++) {
          const slot = slots[at]!
          if (scores[slot] === 0) this.#touched[touched++] = slot
          scores[slot]! += idf * saturate(counts[at]!, lengthNorm(postings.lengthOf(slot), average))
        }
      }
      if (near !== undefined && near.length > 0) touched = this.#addNear(idf, lists, near, touched)
    }
    return touched
  }

  /** What holds no word of the question, but one used or spelled like it, gets a share of that word's weight: of the most alike only. */
  #addNear(idf: number, lists: QueryTerm['lists'], near: readonly NearTerm[], already: number): number {
    const scores = this.#scores
    const counted = this.#counted
    let touched = already
    for (const { slots, length } of lists) for (let at = 0; at < length; at++) counted[slots[at]!] = 1
    for (const { list, idf: nearIdf, strength } of near) {
      const score = nearShare * strength * Math.min(idf, nearIdf)
      for (let at = 0; at < list.length; at++) {
        const slot = list.slots[at]!
        if (counted[slot] === 1) continue
        counted[slot] = 1
        if (scores[slot] === 0) this.#touched[touched++] = slot
        scores[slot]! += score
      }
    }
    for (const { slots, length } of [...lists, ...near.map(({ list }) => list)]) {
      for (let at = 0; at < length; at++) counted[slots[at]!] = 0
    }
    return touched
  }
}
