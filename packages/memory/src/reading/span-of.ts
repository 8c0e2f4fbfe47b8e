import type { Entry } from '../model'
import type { View } from './reader'

/** When something held: from a time on, before another, ms. */
export interface Span {
  readonly from: number
  readonly to: number
}

/**
 * When the only thing that was ever said under a key holds, as known now. Most keys have one version and nothing holds it back:
 * what they said at any time is told by this, without judging them again.
 *
 * @param entries all entries of the key
 * @returns undefined where that takes judging
 */
export function spanOf({ record, fact }: View, entries: readonly Entry[]): Span | undefined {
  const [first] = entries
  if (!record || record.quarantined || first === undefined) return undefined
  if (entries.length > 1 || first.parents.length > 0) return undefined
  // A fact whose time is not now is shown as a record all the same.
  if (record.key !== undefined && fact === undefined) return undefined
  return {
    from: (record.validFrom ?? record.time).getTime(),
    to: record.validTo?.getTime() ?? Number.POSITIVE_INFINITY,
  }
}
