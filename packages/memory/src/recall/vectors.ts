import { topK } from './top-k'

/**
 * Meanings by slot: vectors of length one in one array, compared one by one. An approximate index would save time from
 * about a million records on; below that the filter and one pass over memory are faster than keeping one.
 */
export class Vectors {
  readonly #dimensions: number
  #rows = new Float32Array(0)
  #present = new Uint8Array(0)
  #scores = new Float32Array(0)

  /** @param dimensions length of each vector */
  constructor(dimensions: number) {
    this.#dimensions = dimensions
  }

  /** @param vector of any length but zero; a vector of zeros means nothing and is taken for none */
  set(slot: number, vector: ArrayLike<number>): void {
    if (slot >= this.#present.length) this.#grow(Math.max(slot + 1, 64, this.#present.length * 2))
    const length = norm(vector)
    this.#present[slot] = length > 0 ? 1 : 0
    const from = slot * this.#dimensions
    for (let at = 0; at < this.#dimensions; at++) this.#rows[from + at] = length > 0 ? vector[at]! / length : 0
  }

  remove(slot: number): void {
    if (slot < this.#present.length) this.#present[slot] = 0
  }

  has(slot: number): boolean {
    return this.#present[slot] === 1
  }

  /** Cosine of a record and a question of length one. */
  cosine(slot: number, question: Float32Array): number {
    const from = slot * this.#dimensions
    let sum = 0
    for (let at = 0; at < this.#dimensions; at++) sum += this.#rows[from + at]! * question[at]!
    return sum
  }

  /** The admitted slots nearest to a question, nearest first. */
  nearest(
    question: Float32Array,
    limit: number,
    admits: ((slot: number) => boolean) | undefined,
    order: (one: number, other: number) => number,
  ): number[] {
    const slots: number[] = []
    for (let slot = 0; slot < this.#present.length; slot++) {
      if (this.#present[slot] !== 1 || (admits !== undefined && !admits(slot))) continue
      this.#scores[slot] = this.cosine(slot, question)
      slots.push(slot)
    }
    return topK(Int32Array.from(slots), slots.length, this.#scores, limit, order)
  }

  #grow(capacity: number): void {
    const rows = new Float32Array(capacity * this.#dimensions)
    rows.set(this.#rows)
    const present = new Uint8Array(capacity)
    present.set(this.#present)
    this.#rows = rows
    this.#present = present
    this.#scores = new Float32Array(capacity)
  }
}

/** A vector in its own direction, of length one. */
export function unit(vector: ArrayLike<number>): Float32Array {
  const length = norm(vector) || 1
  return Float32Array.from(vector, value => value / length)
}

function norm(vector: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < vector.length; at++) sum += vector[at]! ** 2
  return Math.sqrt(sum)
}
