import type { Sequences } from './sequences'
import { topK } from './top-k'
import { spread } from './weights'

/** Chooses which records are looked at closely; keeps its scratch arrays from one query to the next. */
export class CandidateChooser {
  #scores = new Float32Array(0)
  #touched = new Int32Array(0)

  /**
   * The best records by their own words and those of their neighbours in the run.
   *
   * @param seeds records that hold words of the question, with their BM25
   * @param boost factor of a record that fits the person or the date asked for, if any is
   * @param admits the filter
   */
  choose(
    seeds: readonly (readonly [slot: number, score: number])[],
    sequences: Sequences,
    capacity: number,
    limit: number,
    boost: ((slot: number) => number) | undefined,
    admits: ((slot: number) => boolean) | undefined,
    order: (one: number, other: number) => number,
  ): number[] {
    if (this.#scores.length < capacity) {
      this.#scores = new Float32Array(capacity)
      this.#touched = new Int32Array(capacity)
    }
    const scores = this.#scores
    const touched = this.#touched
    let count = 0
    for (const [slot, score] of seeds) {
      const run = sequences.runOf(slot)
      const place = run === undefined ? 0 : sequences.placeOf(slot)
      const first = run === undefined ? 0 : Math.max(0, place - spread.reach)
      const last = run === undefined ? 0 : Math.min(run.length - 1, place + spread.reach)
      for (let at = first; at <= last; at++) {
        const near = run === undefined ? slot : run[at]!
        if (scores[near] === 0) touched[count++] = near
        scores[near]! += score * shares[at - place + spread.reach]!
      }
    }
    if (boost !== undefined) for (let at = 0; at < count; at++) scores[touched[at]!]! *= boost(touched[at]!)
    const chosen = topK(touched, count, scores, limit, order, admits)
    for (let at = 0; at < count; at++) scores[touched[at]!] = 0
    return chosen
  }
}

/** What a seed's neighbours get of its score, from the farthest before it to the farthest after it. */
const shares = Float64Array.from({ length: 2 * spread.reach + 1 }, (_, at) => {
  const distance = at - spread.reach
  if (distance === 0) return spread.own
  if (distance === 1) return spread.next
  return Math.abs(distance) <= spread.nearReach ? spread.near : spread.far
})
