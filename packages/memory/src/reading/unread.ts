import { type Entry, validatedKey } from '../model'
import { vectorOf } from '../model/document-vector'
import type { Space } from '../space/space'
import { isShown } from './reader'

/**
 * The keys of a space whose search index was restored which nobody has read since: what was indexed of them is known, what
 * there is to see of them is not.
 */
export class Unread {
  readonly #space: Space
  readonly #vector: ReadonlyMap<number, number>
  /** Few when a space opens, when all others would have to be listed. */
  readonly #read = new Set<string>()

  /** @param vector how far the log of each writer went when the index was saved */
  constructor(space: Space, vector: ReadonlyMap<number, number>) {
    this.#space = space
    this.#vector = vector
  }

  has(key: string): boolean {
    return !this.#read.has(key) && isShown(key) && this.#space.index.countOf(key) > 0
  }

  /** Somebody reads it. @returns whether nobody had */
  delete(key: string): boolean {
    if (this.#read.has(key)) return false
    this.#read.add(key)
    return true
  }

  /** Those that are unread when each is reached. */
  *keys(): Generator<string> {
    for (const key of this.#space.index.keys()) if (!this.#read.has(key) && isShown(key)) yield key
  }

  /** The keys of which something came since the index was saved. */
  news(): Set<string> {
    const { index, replica } = this.#space
    const keys = new Set<string>()
    for (const [client, end] of vectorOf(replica.doc)) {
      for (let clock = this.#vector.get(client) ?? 0; clock < end; clock++) {
        const key = index.get({ client, clock })?.key
        if (key !== undefined) keys.add(validatedKey(key) ?? key)
      }
    }
    return keys
  }

  /** How many there are, or a few more. */
  get size(): number {
    return Math.max(0, this.#space.index.keyCount - this.#read.size)
  }

  /** Whether an entry was there when the index was saved. */
  wasThere({ dot }: Entry): boolean {
    return dot.clock < (this.#vector.get(dot.client) ?? 0)
  }
}
