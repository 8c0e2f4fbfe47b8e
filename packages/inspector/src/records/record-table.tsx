import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useInspector } from '../inspector-context'
import type { InspectedRecord } from '../memory-face'
import { shortTime } from '../model/clock-text'
import { formatRoute, noFilters } from '../model/route'
import { openSpaces } from '../model/spaces'
import { isFocusLost } from '../use-focus-back'
import { useMedia } from '../use-media'
import { RecordRow } from './record-row'
import { useCursor } from './use-cursor'

/** px, as `.grid thead th` has it */
const headHeight = 32

export interface RecordTableProps {
  readonly rows: readonly InspectedRecord[]
  readonly onHold: () => void
  readonly onRelease: () => void
}

/** The records as a table of which only the rows in sight exist; J and K move, Enter opens. */
export function RecordTable({ rows, onHold, onRelease }: RecordTableProps) {
  const { route, now, relay, memory, isNarrow } = useInspector()
  const isCoarse = useMedia('(pointer: coarse)')
  const rowHeight = isNarrow ? 56 : isCoarse ? 40 : 32
  const scroller = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: index => rows[index]?.id ?? index,
    overscan: 8,
    // The rows begin below the head, and the row that is gone to is not to stand below the edge for it.
    scrollPaddingEnd: isNarrow ? 0 : headHeight,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows in sight have another height now
  useEffect(() => virtual.measure(), [rowHeight])

  const scrollTo = (index: number) => virtual.scrollToIndex(index, { align: 'auto' })
  const { cursor, openRow } = useCursor({ rows, list: scroller, scrollTo })
  // Who closes a record by its button goes on in the list.
  const wasOpen = useRef(false)
  useEffect(() => {
    const isOpen = route.record !== undefined
    if (wasOpen.current && !isOpen && isFocusLost()) scroller.current?.focus({ preventScroll: true })
    wasOpen.current = isOpen
  }, [route.record])
  const items = virtual.getVirtualItems()
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const today = now()
  const shared = new Set(
    relay ? openSpaces(memory).flatMap(({ name, visibility }) => (visibility === 'shared' ? name : [])) : [],
  )
  return (
    <section
      className="grow"
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Record list"
      onPointerEnter={onHold}
      onPointerLeave={() => (scroller.current?.scrollTop ?? 0) < rowHeight && onRelease()}
      onScroll={event => event.currentTarget.scrollTop >= rowHeight && onHold()}
    >
      <table className="grid" aria-label="Records" aria-rowcount={rows.length + 1}>
        <TableHead />
        <tbody>
          {before > 0 && <SpaceRow height={before} />}
          {items.map(item => {
            const record = rows[item.index]
            if (!record) return null
            return (
              <RecordRow
                key={record.id}
                record={record}
                durability={record.durability}
                isShared={shared.has(record.space)}
                index={item.index}
                address={formatRoute({ ...route, record: record.id })}
                isOpen={record.id === route.record}
                isCursor={record.id === cursor}
                isStop={cursor === undefined ? item.index === 0 : record.id === cursor}
                time={shortTime(record.time, today)}
                onOpen={openRow}
              />
            )
          })}
          {after > 0 && <SpaceRow height={after} />}
        </tbody>
      </table>
      {rows.length === 0 && (
        <div className="nothing">
          <p>No record passes these filters.</p>
          <a className="btn small" href={formatRoute({ ...route, filters: noFilters })}>
            Show all records
          </a>
        </div>
      )}
    </section>
  )
}

function TableHead() {
  return (
    <>
      <colgroup>
        <col />
        <col className="hide col-kind" />
        <col className="hide col-space" />
        <col className="col-author" />
        <col className="col-time" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Content</th>
          <th scope="col" className="hide">
            Kind
          </th>
          <th scope="col" className="hide">
            Space
          </th>
          <th scope="col">Author</th>
          <th scope="col" aria-sort="descending">
            Written ↓
          </th>
        </tr>
      </thead>
    </>
  )
}

/** Stands for the rows out of sight. */
function SpaceRow({ height }: { height: number }) {
  return (
    // It holds nothing and takes no focus.
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: see above
    <tr className="space-row" aria-hidden="true">
      <td colSpan={5} style={{ height }} />
    </tr>
  )
}
