import { canonicalJson } from './canonical-json'
import type { Version } from './version'

/**
 * How often a fact came to have a value again that it had given up before: A, B, A is once.
 *
 * @param versions in causal order, earliest first; what is no claim, such as a retraction, is passed over
 */
export function flipsIn(versions: readonly Version[]): number {
  const had = new Set<string>()
  let last: string | undefined
  let flips = 0
  for (const { record } of versions) {
    if (!record.ok || record.body.type !== 'fact') continue
    const value = canonicalJson(record.body.value!)
    if (value !== last && had.has(value)) flips++
    had.add(value)
    last = value
  }
  return flips
}
