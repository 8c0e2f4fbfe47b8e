import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'

const hashBytes = 16

/**
 * Vectors of texts on disk, in the order in which they were made: the first bytes of a text's SHA-256, then its floats. What a
 * process that was ended left half written is cut off.
 */
export class VectorFile {
  readonly #file: string
  readonly #byHash = new Map<string, Float32Array>()

  constructor(file: string, dimensions: number) {
    this.#file = file
    mkdirSync(dirname(file), { recursive: true })
    appendFileSync(file, '')
    const bytes = readFileSync(file)
    const size = hashBytes + 4 * dimensions
    const whole = bytes.length - (bytes.length % size)
    if (whole < bytes.length) truncateSync(file, whole)
    for (let at = 0; at < whole; at += size) {
      const floats = Uint8Array.prototype.slice.call(bytes, at + hashBytes, at + size)
      this.#byHash.set(bytes.toString('hex', at, at + hashBytes), new Float32Array(floats.buffer))
    }
  }

  get(text: string): Float32Array | undefined {
    return this.#byHash.get(hashOf(text).toString('hex'))
  }

  add(text: string, vector: ArrayLike<number>): void {
    const hash = hashOf(text)
    const floats = Float32Array.from(vector)
    this.#byHash.set(hash.toString('hex'), floats)
    appendFileSync(this.#file, Buffer.concat([hash, Buffer.from(floats.buffer)]))
  }
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, hashBytes)
}
