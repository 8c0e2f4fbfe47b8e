import { ancestryOf } from './ancestry'
import { dotToString } from './dot'
import type { Entry } from './entry'
import type { JudgeContext } from './judge-context'
import { readKey } from './keys'
import { mayWrite } from './permission'
import { readVersion } from './version'

/** How a version ceased to stand. */
export interface Retracted {
  /** the id that stands for it now; undefined for what was retracted, moved or not */
  readonly movedTo: string | undefined
  /** ms since 1970 */
  readonly since: number
}

/**
 * The versions of a key that somebody retracted who might, or moved to another space: those from which a tombstone descends.
 * Written anew afterwards, the key is back, and they stay what they were.
 *
 * @returns by dot, as `dotToString` writes it
 */
export function retractedIn(
  key: string,
  entries: readonly Entry[],
  context: JudgeContext,
): ReadonlyMap<string, Retracted> {
  const name = readKey(key)
  if (name === undefined || !entries.some(mayRetract)) return new Map()
  const { parents, looped } = ancestryOf(entries)
  const tombstones = entries.flatMap((entry, i) => {
    if (!mayRetract(entry) || looped.has(i) || !mayWrite(name, entry.dot.client, context)) return []
    const { record, time } = readVersion(entry, context)
    if (!record.ok || record.body.type !== 'tombstone') return []
    const { movedTo, validFrom } = record.body
    return [{ i, movedTo, since: validFrom ?? time.ms }]
  })
  const below = new Map<number, Retracted>()
  const walk = (from: number, how: Retracted) => {
    const path = [from]
    for (let node = path.pop(); node !== undefined; node = path.pop()) {
      for (const parent of parents[node]!) {
        if (below.has(parent)) continue
        below.set(parent, how)
        path.push(parent)
      }
    }
  }
  // A plain retraction before a move, the earliest first.
  tombstones.sort((a, b) => Number(a.movedTo !== undefined) - Number(b.movedTo !== undefined) || a.since - b.since)
  for (const { i, ...how } of tombstones) walk(i, how)
  return new Map([...below].map(([i, how]) => [dotToString(entries[i]!.dot), how]))
}

/** Whether an entry can be a tombstone, told without reading it. */
export function mayRetract({ payload }: Entry): boolean {
  return payload.includes('tombstone') || payload.includes('\\u')
}
