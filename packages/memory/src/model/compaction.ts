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
 * them, and everything they descend from is deleted already or goes with them. While a parent has not arrived its
 * children stay, else it would come back as a head.
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
  const leaving = new Set<number>()
  for (const node of childrenFirst.toReversed()) {
    const entry = entries[node]!
    const isSafe =
      entry.parents.every(dot => index.hasArrived(dot)) && parents[node]!.every(parent => leaving.has(parent))
    if (replaced.has(node) && !looped.has(node) && isSafe && rule.mayDelete(entry)) leaving.add(node)
  }
  return childrenFirst.toReversed().flatMap(node => (leaving.has(node) ? [entries[node]!.dot] : []))
}
