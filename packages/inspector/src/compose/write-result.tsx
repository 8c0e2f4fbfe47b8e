import { DurabilityTag } from '../durability-tag'
import { useInspector } from '../inspector-context'
import { formatRoute, noFilters } from '../model/route'
import { ErrorNote } from '../states/error-note'
import type { Writing } from './use-writing'

/** What came of the last write: its id, and how far it has come by now. */
export function WriteResult({ writing }: { writing: Writing }) {
  const { feed } = useInspector()
  if (writing.phase === 'failed') return <ErrorNote error={writing.error} />
  const record = writing.phase === 'written' ? feed.byId.get(writing.id) : undefined
  return (
    <div className="row" role="status">
      {writing.phase === 'written' && (
        <>
          <a className="mono" href={formatRoute({ view: 'records', record: writing.id, filters: noFilters })}>
            {writing.id}
          </a>
          {record && <DurabilityTag record={record} />}
        </>
      )}
    </div>
  )
}
