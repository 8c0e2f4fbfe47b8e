import type { Entry, JudgeContext } from '../model'
import { mayRetract } from '../model/retracted'
import type { Space } from '../space/space'

/** How far the entries of a key were looked at: all that there were then. */
interface Seen {
  readonly count: number
  /** the latest clock of each writer */
  readonly clocks: ReadonlyMap<number, number>
  /** who those were said to be */
  readonly authors: string
}

type Context = Pick<JudgeContext, 'authorOf'>

/**
 * Which entries came under a key that has many since all of them were looked at. Told only where what comes changes nothing
 * of what is there: where nothing has gone, was retracted or validated, and the writers are who they were.
 */
export class LookedAt {
  /** By what stays the same as long as no entry of the key goes. */
  readonly #seen = new WeakMap<object, Seen>()

  /** The entries that are new, which count as looked at from now on; undefined where all must be looked at again. */
  takeNew({ index }: Space, key: string, context: Context): Entry[] | undefined {
    const lineage = index.lineageOf(key)
    const seen = lineage && this.#seen.get(lineage.whole)
    if (!seen || index.isValidated(key) || authorsOf(seen.clocks, context) !== seen.authors) return undefined
    const left = index.countOf(key) - seen.count
    const found: Entry[] = []
    for (const entry of left > 0 ? lineage.childrenFirst() : []) {
      if (!(entry.dot.clock <= seen.clocks.get(entry.dot.client)!)) found.push(entry)
      if (found.length === left) break
    }
    if (found.some(mayRetract)) return undefined
    this.#seen.set(lineage.whole, seenOf(found, context, seen))
    return found
  }

  /**
   * All entries of a key were looked at.
   *
   * @param isPlain whether what follows from them follows from each by itself
   */
  tookAll({ index }: Space, key: string, entries: readonly Entry[], context: Context, isPlain: boolean): void {
    const whole = index.lineageOf(key)?.whole
    if (!whole) return
    if (isPlain && !index.isValidated(key) && !entries.some(mayRetract)) this.#seen.set(whole, seenOf(entries, context))
    else this.#seen.delete(whole)
  }
}

function seenOf(entries: readonly Entry[], context: Context, before?: Seen): Seen {
  const clocks = new Map(before?.clocks)
  for (const { dot } of entries) clocks.set(dot.client, Math.max(dot.clock, clocks.get(dot.client) ?? 0))
  return { count: (before?.count ?? 0) + entries.length, clocks, authors: authorsOf(clocks, context) }
}

function authorsOf(clocks: ReadonlyMap<number, number>, { authorOf }: Context): string {
  return JSON.stringify([...clocks.keys()].map(client => authorOf(client)))
}
