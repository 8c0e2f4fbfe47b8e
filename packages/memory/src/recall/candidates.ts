import type { Sequences } from './sequences'
import { topK } from './top-k'
import { spread } from './weights'

/** Chooses which records are looked at closely; keeps its scratch arrays from one query to the next. */
export class CandidateChooser {
  #scores = new Float64Array(0)

  /**
   * The best records by their own words and those of their neighbours in the run.
   *
   * @param seeds records that hold words of the question, with their BM25
   * @param boost factor of a record that fits the person or the date asked for
   * @param admits the filter
   */
  choose(
    seeds: readonly (readonly [slot: number, score: number])[],
    sequences: Sequences,
    capacity: number,
    limit: number,
    boost: (slot: number) => number,
    admits: ((slot: number) => boolean) | undefined,
    order: (one: number, other: number) => number,
  ): number[] {
    if (this.#scores.length < capacity) this.#scores = new Float64Array(capacity)
    const scores = this.#scores
    const touched: number[] = []
    const lift = (slot: number, score: number) => {
      if (scores[slot] === 0) touched.push(slot)
      scores[slot]! += score
    }
    for (const [slot, score] of seeds) {
      lift(slot, score * spread.own)
      const place = sequences.around(slot)
      if (place === undefined) continue
      const last = Math.min(place.run.length - 1, place.at + spread.reach)
      for (let at = Math.max(0, place.at - spread.reach); at <= last; at++) {
        if (at !== place.at) lift(place.run[at]!, score * shareAt(at - place.at))
      }
    }
    for (const slot of touched) scores[slot]! *= boost(slot)
    const chosen = topK(touched, touched.length, scores, limit, order, admits)
    for (const slot of touched) scores[slot] = 0
    return chosen
  }
}

function shareAt(distance: number): number {
  if (distance === 1) return spread.next
  return Math.abs(distance) <= spread.nearReach ? spread.near : spread.far
}
