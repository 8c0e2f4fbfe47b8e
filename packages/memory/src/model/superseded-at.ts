import { ancestryOf } from './ancestry'
import { dotToString } from './dot'
import type { Version } from './version'

/** From when on a version counts, ms: since it was written, or from its `validFrom` where that is later. */
export function beginOf({ record, time }: Version): number {
  return Math.max(time.ms, (record.ok ? record.body.validFrom : undefined) ?? time.ms)
}

/**
 * Since when each version of a key has been superseded for good, ms, by its dot as text; those that have not been are left
 * out. A version that ends by itself (`validTo`) uncovers what it superseded, unless another superseded it in turn.
 *
 * @param versions those that count, in any order
 */
export function supersededAt(versions: readonly Version[]): Map<string, number> {
  const { parents, childrenFirst } = ancestryOf(versions.map(({ entry }) => entry))
  const since = new Map<number, number>()
  for (const node of childrenFirst) {
    const version = versions[node]!
    const ends = version.record.ok && version.record.body.validTo !== undefined
    const from = ends ? since.get(node) : beginOf(version)
    if (from === undefined) continue
    for (const parent of parents[node]!) since.set(parent, Math.min(from, since.get(parent) ?? from))
  }
  return new Map([...since].map(([node, from]) => [dotToString(versions[node]!.entry.dot), from]))
}
