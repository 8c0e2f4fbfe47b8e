import { type Range, unionRanges } from '../ranges'

/** Client id to what is deleted of it: sorted, disjoint, non-adjacent ranges. */
export type DeleteSet = Map<number, Range[]>

/** Adds to `set` what `more` deletes. */
export function addToDeletes(set: DeleteSet, more: DeleteSet): void {
  for (const [client, ranges] of more) {
    const union = unionRanges([...(set.get(client) ?? []), ...ranges])
    if (union.length) set.set(client, union)
  }
}
