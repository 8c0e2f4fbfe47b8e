import { useCallback, useMemo, useState } from 'react'
import type { InspectedRecord } from '../memory-face'

/**
 * Keeps new rows back while somebody points at the list or has scrolled it, so that it never moves under the pointer.
 * Rows that changed or went are shown as they are.
 */
export function useHeldRows(records: readonly InspectedRecord[]) {
  const [known, setKnown] = useState<ReadonlySet<string> | null>(null)
  const rows = useMemo(() => (known ? records.filter(record => known.has(record.id)) : records), [records, known])
  const hold = useCallback(() => setKnown(held => held ?? new Set(records.map(record => record.id))), [records])
  const release = useCallback(() => setKnown(null), [])
  return { rows, waiting: records.length - rows.length, hold, release }
}
