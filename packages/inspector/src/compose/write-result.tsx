import { useObservable } from '@commonplace/react'
import { DurabilityTag } from '../durability-tag'
import { useInspector } from '../inspector-context'
import { formatRoute, noFilters } from '../model/route'
import { ErrorNote } from '../states/error-note'
import type { Writing } from './use-writing'

const hint = 'it is kept on this device, where sync lists it; nobody else sees it'

/** What came of the last write: its id, and how far it has come by now. */
export function WriteResult({ writing }: { writing: Writing }) {
  const { feed, memory } = useInspector()
  const { waiting } = useObservable(memory.storage.status)
  if (writing.phase === 'failed') return <ErrorNote error={writing.error} />
  const refused = writing.phase === 'written' && memory.sync.refused().find(({ ids }) => ids.includes(writing.version))
  if (refused) return <ErrorNote error={Object.assign(new Error(refused.message), { code: refused.code, hint })} />
  const record = writing.phase === 'written' ? feed.byId.get(writing.id) : undefined
  return (
    <div className="row" role="status">
      {writing.phase === 'busy' && waiting > 0 && (
        <span>
          In memory only until the disk has room: see <a href="#storage">Storage</a>.
        </span>
      )}
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
