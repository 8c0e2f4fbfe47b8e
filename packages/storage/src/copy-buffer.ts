import { copyBytes } from './operations'

// What is smaller lies on the heap, where it costs less than a view.
const leastBytes = 64

/**
 * Copies values into one buffer, again and again: a buffer of its own for each is garbage outside the heap, and much of that sets
 * off collections of the whole heap. What finds no room gets one of its own.
 */
export class CopyBuffer {
  readonly #capacity: number
  #bytes: Uint8Array | null = null
  #at = 0

  /** @param capacity in bytes, kept once it was needed */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** A copy, good until `clear`. */
  readonly copy = (value: Uint8Array): Uint8Array => {
    const { length } = value
    if (length < leastBytes || this.#at + length > this.#capacity) return copyBytes(value)
    this.#bytes ??= new Uint8Array(this.#capacity)
    const copy = this.#bytes.subarray(this.#at, this.#at + length)
    copy.set(value)
    this.#at += length
    return copy
  }

  /** Nobody reads any copy any more. */
  clear(): void {
    this.#at = 0
  }

  /** Somebody may still read some: they stay as they are. */
  leave(): void {
    this.#bytes = null
    this.#at = 0
  }
}
