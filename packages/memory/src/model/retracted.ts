import { ancestryOf } from './ancestry'
import { dotToString } from './dot'
import type { Entry } from './entry'
import type { JudgeContext } from './judge-context'
import { readKey } from './keys'
import { mayWrite } from './permission'
import { readVersion } from './version'

/**
 * The versions of a key that somebody retracted who might: those from which a tombstone descends. Written anew afterwards,
 * the key is back, and they stay retracted.
 *
 * @returns their dots, as `dotToString` writes them
 */
export function retractedIn(key: string, entries: readonly Entry[], context: JudgeContext): ReadonlySet<string> {
  const name = readKey(key)
  const mayRetract = ({ payload }: Entry) => payload.includes('tombstone') || payload.includes('\\u')
  if (name === undefined || !entries.some(mayRetract)) return new Set()
  const { parents, looped } = ancestryOf(entries)
  const path = entries.flatMap((entry, i) => {
    if (!mayRetract(entry) || looped.has(i) || !mayWrite(name, entry.dot.client, context)) return []
    const { record } = readVersion(entry, context)
    return record.ok && record.body.type === 'tombstone' ? [i] : []
  })
  const below = new Set<number>()
  for (let node = path.pop(); node !== undefined; node = path.pop()) {
    for (const parent of parents[node]!) {
      if (below.has(parent)) continue
      below.add(parent)
      path.push(parent)
    }
  }
  return new Set([...below].map(i => dotToString(entries[i]!.dot)))
}
