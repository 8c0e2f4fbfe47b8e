import { lengthNorm, saturate } from './bm25'
import type { Neighbourhood } from './neighbourhood'
import type { Postings } from './postings'
import type { QueryTerm } from './query-terms'
import { near } from './weights'

/** What the words of a question near each row come to, by row. */
export interface Nearness {
  /** BM25 of the row and its stretch, every occurrence counted less the more words are between. */
  readonly around: Float64Array
  /** The same of the row and what comes before it. */
  readonly before: Float64Array
  /** Every term by its nearest occurrence, or that of a word used or spelled like it, which counts as much less as it is less alike. */
  readonly nearest: Float64Array
  /** Where the middle of the row is, in words; those of different stretches lie `apartWords` or more apart. */
  readonly middles: Float64Array
}

/** exp(-distance / width) by twice the distance; nothing at the farthest. */
const farthest = 1_024

/** So many words are between middles of different stretches at least: what is as far away is not near, whatever lies between. */
export const apartWords = farthest / 2
const sumStepBy = stepsBy(near.sum)
const nearestStepBy = stepsBy(near.nearest)

function stepsBy(width: number): Float64Array {
  return Float64Array.from({ length: farthest + 1 }, (_, step) => (step === farthest ? 0 : Math.exp(-step / 2 / width)))
}

/** Measures what is near; its scratch arrays, the result among them, hold until it measures again. */
export class NearnessMeter {
  #around = new Float64Array(0)
  #before = new Float64Array(0)
  #nearest = new Float64Array(0)
  /** What is left of a count on its way from the row above: nothing at the start of a stretch. */
  #sumSteps = new Float64Array(0)
  #nearestSteps = new Float64Array(0)
  #norms = new Float64Array(0)
  #middles = new Float64Array(0)
  #sumAbove = new Float64Array(0)
  #nearestAbove = new Float64Array(0)

  /**
   * Sums, for all rows at once, the occurrences of each term around them under exp(-distance / width), the distance in
   * words from middle to middle: one pass down and one up, since exp(-(a + b)) is exp(-a) exp(-b).
   */
  measure(neighbourhood: Neighbourhood, terms: readonly QueryTerm[], postings: Postings): Nearness {
    const { counts, height, starts, likenesses } = neighbourhood
    this.#prepare(neighbourhood, postings)
    for (let column = 0; column < terms.length; column++) {
      const { idf, lists } = terms[column]!
      const alike = likenesses.get(column)
      if (lists.length === 0 && alike === undefined) continue
      const offset = column * height
      for (let from = 0, to = 0; from < height; from = to) {
        const holds = (row: number) => counts[offset + row]! > 0 || (alike !== undefined && alike[row]! > 0)
        let isHeld = holds(from)
        for (to = from + 1; to < height && starts[to] === 0; to++) isHeld ||= holds(to)
        if (isHeld) this.#add(from, to, idf, counts, offset, alike)
      }
    }
    return { around: this.#around, before: this.#before, nearest: this.#nearest, middles: this.#middles }
  }

  /** Adds what one term comes to in the rows of one stretch. */
  #add(from: number, to: number, idf: number, counts: Uint16Array, offset: number, alike?: Float32Array): void {
    const sumSteps = this.#sumSteps
    const nearestSteps = this.#nearestSteps
    const sumAbove = this.#sumAbove
    const nearestAbove = this.#nearestAbove
    let sum = 0
    let share = 0
    for (let row = from; row < to; row++) {
      const count = counts[offset + row]!
      sum = sum * sumSteps[row]! + count
      share = count > 0 ? 1 : Math.max(share * nearestSteps[row]!, alike === undefined ? 0 : alike[row]!)
      sumAbove[row] = sum
      nearestAbove[row] = share
    }
    sum = 0
    share = 0
    for (let row = to - 1; row >= from; row--) {
      const count = counts[offset + row]!
      const above = sumAbove[row]!
      const norm = this.#norms[row]!
      this.#before[row]! += idf * saturate(above, norm)
      this.#around[row]! += idf * saturate(above + sum, norm)
      if (count > 0) share = 1
      else if (alike !== undefined && alike[row]! > share) share = alike[row]!
      this.#nearest[row]! += idf * Math.max(share, nearestAbove[row]!)
      sum = (sum + count) * sumSteps[row]!
      share *= nearestSteps[row]!
    }
  }

  #prepare({ height, slots, starts }: Neighbourhood, postings: Postings): void {
    if (this.#around.length < height) this.#grow(2 * height)
    this.#around.fill(0, 0, height)
    this.#before.fill(0, 0, height)
    this.#nearest.fill(0, 0, height)
    let above = 0
    let middle = 0
    for (let row = 0; row < height; row++) {
      const length = postings.lengthOf(slots[row]!)
      // Short ones are no better for being short: what they leave out stands around them.
      this.#norms[row] = lengthNorm(Math.max(length, near.usual), near.usual)
      const apart = Math.min(length, near.long)
      const step = starts[row] === 1 ? farthest : Math.min(apart + above, farthest)
      this.#sumSteps[row] = sumStepBy[step]!
      this.#nearestSteps[row] = nearestStepBy[step]!
      middle += step / 2
      this.#middles[row] = middle
      above = apart
    }
  }

  #grow(capacity: number): void {
    this.#around = new Float64Array(capacity)
    this.#before = new Float64Array(capacity)
    this.#nearest = new Float64Array(capacity)
    this.#sumSteps = new Float64Array(capacity)
    this.#nearestSteps = new Float64Array(capacity)
    this.#norms = new Float64Array(capacity)
    this.#middles = new Float64Array(capacity)
    this.#sumAbove = new Float64Array(capacity)
    this.#nearestAbove = new Float64Array(capacity)
  }
}
