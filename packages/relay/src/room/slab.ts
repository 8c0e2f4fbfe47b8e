// The first buffer is as small as a quiet room, the last as large as what a busy one gets between two folds.
const leastBytes = 512
const mostBytes = 16 * 1024
const ownBytes = 4096

/**
 * Gives out room for short runs of bytes, one behind the other in a few buffers: a buffer of its own weighs more than most
 * updates do. What is large gets one all the same, so that what is kept never holds much that is not.
 */
export class Slab {
  #buffer = new Uint8Array()
  #at = 0

  /** So many bytes, which nobody else has. */
  take(length: number): Uint8Array {
    if (length >= ownBytes) return new Uint8Array(length)
    if (this.#at + length > this.#buffer.length) {
      const next = Math.min(Math.max(2 * this.#buffer.length, leastBytes), mostBytes)
      this.#buffer = new Uint8Array(Math.max(next, length))
      this.#at = 0
    }
    const start = this.#at
    this.#at += length
    return this.#buffer.subarray(start, this.#at)
  }
}
