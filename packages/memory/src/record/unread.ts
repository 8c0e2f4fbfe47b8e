import type { Entry } from '../model'
import type { Space } from '../space/space'

/**
 * Keys of spaces whose search index was restored, and which nobody has read since: what was indexed of them is known, what
 * there is to see of them is not.
 */
export class Unread {
  private readonly spaces = new Map<
    Space,
    { readonly keys: Set<string>; readonly vector: ReadonlyMap<number, number> }
  >()

  /** @param vector how far the log of each writer went when the index was saved */
  opened(space: Space, keys: Set<string>, vector: ReadonlyMap<number, number>): void {
    this.spaces.set(space, { keys, vector })
  }

  closed(space: Space): void {
    this.spaces.delete(space)
  }

  has(space: Space, key: string): boolean {
    return this.spaces.get(space)?.keys.has(key) ?? false
  }

  /** Somebody reads it. @returns whether nobody had */
  delete(space: Space, key: string): boolean {
    return this.spaces.get(space)?.keys.delete(key) ?? false
  }

  keys(space: Space): ReadonlySet<string> {
    return this.spaces.get(space)?.keys ?? new Set()
  }

  /** Whether an entry was there when the index was saved. */
  wasThere(space: Space, { dot }: Entry): boolean {
    return dot.clock < (this.spaces.get(space)?.vector.get(dot.client) ?? 0)
  }
}
