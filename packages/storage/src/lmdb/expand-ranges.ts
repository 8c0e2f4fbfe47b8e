import { compareKeys } from '../key'
import type { Key, Operation } from '../storage'

type PointOperation = Exclude<Operation, { readonly deleteRange: unknown }>

/**
 * The same operations with each `deleteRange` written out as deletes: of the keys stored before, and of those that the
 * operations themselves put. LMDB deletes one key at a time.
 *
 * @param storedKeys the keys from ≤ key < to that are on the disk
 */
export function expandRanges(
  operations: readonly Operation[],
  storedKeys: (from: Key, to: Key) => Iterable<Key>,
): PointOperation[] {
  const expanded: PointOperation[] = []
  for (const operation of operations) {
    if (!('deleteRange' in operation)) {
      expanded.push(operation)
      continue
    }
    const [from, to] = operation.deleteRange
    if (compareKeys(from, to) >= 0) continue
    for (const earlier of [...expanded]) {
      if ('put' in earlier && compareKeys(from, earlier.put) <= 0 && compareKeys(earlier.put, to) < 0) {
        expanded.push({ delete: earlier.put })
      }
    }
    for (const key of storedKeys(from, to)) expanded.push({ delete: key })
  }
  return expanded
}
