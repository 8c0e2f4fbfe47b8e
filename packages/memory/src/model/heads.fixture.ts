import { compareDots, dotToString } from './dot'
import type { Entry } from './entry'

/**
 * The entries that no other of them names as a parent. One head of a key: settled. Several: its writers did not see
 * each other.
 *
 * @param entries entries of one key, or of several; an entry supersedes only within its own key
 * @returns the heads by dot, so that every replica lists them alike
 */
export function headsOf(entries: Iterable<Entry>): Entry[] {
  const present = [...entries]
  const superseded = new Set(present.flatMap(({ key, parents }) => parents.map(dot => `${dotToString(dot)} ${key}`)))
  return present
    .filter(({ key, dot }) => !superseded.has(`${dotToString(dot)} ${key}`))
    .sort((a, b) => compareDots(a.dot, b.dot))
}
