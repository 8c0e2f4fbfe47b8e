import { ancestryOf } from './ancestry'
import type { Dot } from './dot'
import type { Entry } from './entry'
import type { EntryIndex } from './entry-index'

/** What a compaction goes by. */
export interface CompactionRule {
  /** Whether the entry supersedes for good: the relay has it on disk, and the judge counts it. */
  isAccepted(entry: Entry): boolean
  /** Whether the entry may be deleted: by whom, and past the retention of its kind. */
  mayDelete(entry: Entry): boolean
}

/**
 * The entries of a key that may be deleted without changing its heads on any replica: an accepted entry descends from
 * them, and each of their parents is deleted already, goes with them, or is named as well by an accepted entry that
 * descends from them and stays. While a parent has not arrived its children stay, else it would come back as a head.
 *
 * @returns dots, ancestors first, to be deleted in this order or in one transaction
 */
export function compactable(index: EntryIndex, key: string, rule: CompactionRule): Dot[] {
  if (index.countOf(key) < 2) return []
  const entries = index.entriesOf(key)
  const { parents, childrenFirst, looped } = ancestryOf(entries)
  const replaced = new Set<number>()
  for (const node of childrenFirst) {
    if (!replaced.has(node) && (looped.has(node) || !rule.isAccepted(entries[node]!))) continue
    for (const parent of parents[node]!) replaced.add(parent)
  }
  const mayKeep = childrenFirst.filter(
    node => parents[node]!.length > 1 && rule.isAccepted(entries[node]!) && !rule.mayDelete(entries[node]!),
  )
  // Two who delete at once must not each rely on what the other deletes: only descendants are relied on.
  const staysNamed = (parent: number, node: number) =>
    mayKeep.some(other => other !== node && parents[other]!.includes(parent) && descends(other, node, parents))
  const leaving = new Set<number>()
  for (const node of childrenFirst.toReversed()) {
    const entry = entries[node]!
    const isSafe =
      entry.parents.every(dot => index.hasArrived(dot)) &&
      parents[node]!.every(parent => leaving.has(parent) || staysNamed(parent, node))
    if (replaced.has(node) && !looped.has(node) && isSafe && rule.mayDelete(entry)) leaving.add(node)
  }
  return childrenFirst.toReversed().flatMap(node => (leaving.has(node) ? [entries[node]!.dot] : []))
}

function descends(node: number, ancestor: number, parents: readonly (readonly number[])[]): boolean {
  const seen = new Set([node])
  for (const each of seen) for (const parent of parents[each]!) seen.add(parent)
  return seen.has(ancestor)
}
