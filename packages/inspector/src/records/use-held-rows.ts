import { useCallback, useMemo, useState } from 'react'
import type { InspectedRecord } from '../memory-face'

/** The rows that may be shown, and of which list. */
interface Held {
  readonly list: string
  readonly ids: ReadonlySet<string>
}

/**
 * Keeps new rows back while somebody points at the list or has scrolled it, so that it never moves under the pointer.
 * Rows that changed or went are shown as they are.
 *
 * @param list names what is listed, such as its filters: of another list nothing is new yet
 */
export function useHeldRows(records: readonly InspectedRecord[], list: string) {
  const [held, setHeld] = useState<Held | null>(null)
  const isOther = held !== null && held.list !== list
  const present = isOther ? { list, ids: idsOf(records) } : held
  if (isOther) setHeld(present)
  const rows = useMemo(
    () => (present ? records.filter(record => present.ids.has(record.id)) : records),
    [records, present],
  )
  const hold = useCallback(() => setHeld(before => before ?? { list, ids: idsOf(records) }), [records, list])
  const release = useCallback(() => setHeld(null), [])
  return { rows, waiting: records.length - rows.length, hold, release }
}

function idsOf(records: readonly InspectedRecord[]): ReadonlySet<string> {
  return new Set(records.map(record => record.id))
}
