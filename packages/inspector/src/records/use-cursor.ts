import { type RefObject, useCallback, useEffect, useEffectEvent, useState } from 'react'
import { useInspector } from '../inspector-context'
import type { InspectedRecord } from '../memory-face'
import { formatRoute } from '../model/route'
import { targetOf } from '../target-of'
import { useKeys } from '../use-keys'

export interface CursorOptions {
  readonly rows: readonly InspectedRecord[]
  /** What holds the rows: arrows belong to it only while the focus is on it or nowhere. */
  readonly list: RefObject<HTMLElement | null>
  readonly scrollTo: (index: number) => void
}

/** The row of the keyboard: J and K move, Enter opens, and an open record follows. However one is opened, its row is the next one. */
export function useCursor({ rows, list, scrollTo }: CursorOptions) {
  const { route, goTo, isNarrow } = useInspector()
  const [cursor, setCursor] = useState<string | undefined>(route.record)
  if (route.record !== undefined && route.record !== cursor) setCursor(route.record)
  const open = useCallback(
    (id: string, how?: 'replace') => goTo(formatRoute({ ...route, record: id }), how),
    [route, goTo],
  )
  const showRow = useEffectEvent((id: string) => {
    const index = rows.findIndex(row => row.id === id)
    if (index !== -1) scrollTo(index)
  })
  useEffect(() => {
    // On a phone the record stands in place of the list.
    if (route.record !== undefined && !isNarrow) showRow(route.record)
  }, [route.record, isNarrow])
  const move = (step: number) => {
    const present = rows.findIndex(row => row.id === cursor)
    const index = Math.min(rows.length - 1, Math.max(0, present === -1 ? 0 : present + step))
    const row = rows[index]
    if (!row) return
    setCursor(row.id)
    scrollTo(index)
    if (route.record !== undefined) open(row.id, 'replace')
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: event => isElsewhere(event, list.current) || move(1),
    ArrowUp: event => isElsewhere(event, list.current) || move(-1),
    Enter: event => {
      const target = targetOf(event)
      if (target instanceof HTMLElement && target.closest('a, button, input, textarea, select')) return false
      if (cursor === undefined) return false
      open(cursor)
    },
  })
  return { cursor, openRow: open }
}

function isElsewhere(event: KeyboardEvent, list: HTMLElement | null): false | undefined {
  const target = targetOf(event)
  if (target === document.body || (target instanceof Node && list?.contains(target))) return undefined
  return false
}
