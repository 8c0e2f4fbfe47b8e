import type { Entry } from '../model'
import type { Space } from '../space/space'
import { isShown } from './reader'

interface Restored {
  readonly vector: ReadonlyMap<number, number>
  /** Keys that somebody has read since: few when a space opens, when all others would have to be listed. */
  readonly read: Set<string>
}

/**
 * Keys of spaces whose search index was restored, and which nobody has read since: what was indexed of them is known, what
 * there is to see of them is not.
 */
export class Unread {
  readonly #spaces = new Map<Space, Restored>()

  /** @param vector how far the log of each writer went when the index was saved */
  opened(space: Space, vector: ReadonlyMap<number, number>): void {
    this.#spaces.set(space, { vector, read: new Set() })
  }

  /** The space is closed, or all of it has been read. */
  closed(space: Space): void {
    this.#spaces.delete(space)
  }

  has(space: Space, key: string): boolean {
    const read = this.#spaces.get(space)?.read
    return read !== undefined && !read.has(key) && isShown(key) && space.index.countOf(key) > 0
  }

  /** Somebody reads it. @returns whether nobody had */
  delete(space: Space, key: string): boolean {
    const read = this.#spaces.get(space)?.read
    if (read === undefined || read.has(key)) return false
    read.add(key)
    return true
  }

  /** Those that are unread when each is reached. */
  *keys(space: Space): Generator<string> {
    const read = this.#spaces.get(space)?.read
    if (read) for (const key of space.index.keys()) if (!read.has(key) && isShown(key)) yield key
  }

  /** How many there are, or a few more. */
  count(space: Space): number {
    const read = this.#spaces.get(space)?.read
    return read === undefined ? 0 : Math.max(0, space.index.keyCount - read.size)
  }

  /** Whether an entry was there when the index was saved. */
  wasThere(space: Space, { dot }: Entry): boolean {
    return dot.clock < (this.#spaces.get(space)?.vector.get(dot.client) ?? 0)
  }
}
