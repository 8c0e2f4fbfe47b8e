import { canonicalJson } from './canonical-json'
import { dotToString } from './dot'
import type { Version } from './version'

/**
 * How often a fact came to have a value again that it had given up before: A, B, A is once. Told by what each version
 * supersedes: claims that did not see each other give up nothing, and a conflict that is settled by one of its sides comes
 * to no other value.
 *
 * @param versions in causal order; what is no claim, such as a retraction, is passed over
 */
export function flipsIn(versions: readonly Version[]): number {
  const had = new Set<string | undefined>()
  const values = new Map<string, string | undefined>()
  let flips = 0
  for (const { entry, record } of versions) {
    const before = entry.parents.map(dot => values.get(dotToString(dot)))
    let [value] = before
    if (record.ok && record.body.type === 'fact') {
      value = canonicalJson(record.body.value!)
      if (before.length > 0 && had.has(value) && !before.includes(value)) flips++
    }
    had.add(value)
    values.set(dotToString(entry.dot), value)
  }
  return flips
}
