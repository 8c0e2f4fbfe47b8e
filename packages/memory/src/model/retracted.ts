import { ancestryOf } from './ancestry'
import { dotToString } from './dot'
import type { Entry } from './entry'
import type { JudgeContext } from './judge-context'
import { readKey } from './keys'
import { mayWrite } from './permission'
import { readVersion } from './version'

/**
 * The versions of a key that somebody retracted who might, or moved to another space: those from which a tombstone descends.
 * Written anew afterwards, the key is back, and they stay what they were.
 *
 * @returns by dot, as `dotToString` writes it, the id that stands for them now; undefined for what was retracted, moved or not
 */
export function retractedIn(
  key: string,
  entries: readonly Entry[],
  context: JudgeContext,
): ReadonlyMap<string, string | undefined> {
  const name = readKey(key)
  const mayRetract = ({ payload }: Entry) => payload.includes('tombstone') || payload.includes('\\u')
  if (name === undefined || !entries.some(mayRetract)) return new Map()
  const { parents, looped } = ancestryOf(entries)
  const tombstones = entries.flatMap((entry, i) => {
    if (!mayRetract(entry) || looped.has(i) || !mayWrite(name, entry.dot.client, context)) return []
    const { record } = readVersion(entry, context)
    return record.ok && record.body.type === 'tombstone' ? [{ i, movedTo: record.body.movedTo }] : []
  })
  const below = new Map<number, string | undefined>()
  const walk = (from: number, movedTo: string | undefined) => {
    const path = [from]
    for (let node = path.pop(); node !== undefined; node = path.pop()) {
      for (const parent of parents[node]!) {
        if (below.has(parent)) continue
        below.set(parent, movedTo)
        path.push(parent)
      }
    }
  }
  for (const { i, movedTo } of tombstones) if (movedTo === undefined) walk(i, undefined)
  for (const { i, movedTo } of tombstones) if (movedTo !== undefined) walk(i, movedTo)
  return new Map([...below].map(([i, movedTo]) => [dotToString(entries[i]!.dot), movedTo]))
}
