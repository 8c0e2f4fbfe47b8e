import { useMemo } from 'react'
import { useInspector } from '../inspector-context'
import { filterRecords } from '../model/filter-records'
import { formatRoute } from '../model/route'
import { FirstRecord } from '../states/first-record'
import { useKeys } from '../use-keys'
import { FilterBar } from './filter-bar'
import { RecordPane } from './record-pane'
import { RecordTable } from './record-table'
import { useHeldRows } from './use-held-rows'

/** What is known, who said so, when: the live list, and one record beside it. */
export function Records() {
  const { feed, route, goTo } = useInspector()
  const filtered = useMemo(() => filterRecords(feed.records, route.filters), [feed.records, route.filters])
  const { rows, waiting, hold, release } = useHeldRows(filtered)
  const close = () => {
    if (route.record === undefined) return false
    goTo(formatRoute({ ...route, record: undefined, as: undefined }))
  }
  useKeys({ Escape: close })
  if (feed.records.length === 0 && route.record === undefined)
    return (
      <div className="view">
        <FirstRecord />
      </div>
    )
  return (
    <div className="view fill">
      <div className={`split ${route.record === undefined ? '' : 'open'}`}>
        <div className="pane list">
          <FilterBar shown={filtered.length} waiting={waiting} onShowWaiting={release} />
          <RecordTable rows={rows} onHold={hold} onRelease={release} />
        </div>
        {route.record !== undefined && <RecordPane key={route.record} id={route.record} onClose={close} />}
      </div>
    </div>
  )
}
