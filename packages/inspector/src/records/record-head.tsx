import { DurabilityTag } from '../durability-tag'
import { Icon } from '../icon'
import type { InspectedRecord } from '../memory-face'
import { formatRoute, noFilters } from '../model/route'
import { RecordText } from '../record-text'
import { useFold } from '../use-fold'
import { Who } from '../who'

/** What the record says, who said it for whom, and how safe it is. */
export function RecordHead({ record }: { record: InspectedRecord }) {
  const { key } = record
  const fold = useFold(record.content.length)
  return (
    <>
      <h2 className={`say ${fold.className}`} dir="auto">
        <RecordText record={record} />
      </h2>
      {fold.button}
      <div className="bar">
        <Who agent={record.author.agent} />
        {record.scope.user !== undefined && <span className="subtle">for {record.scope.user}</span>}
        {record.claimed && <span className="tag danger">claims to be by {record.claimed.agent}</span>}
        {record.quarantined && record.status !== 'refuted' && <span className="tag warn">held back</span>}
        {record.disputed && key !== undefined && (
          <a
            className="tag warn"
            href={formatRoute({ view: 'conflicts', conflict: { space: record.space, key }, filters: noFilters })}
          >
            <Icon name="fork" />
            In dispute, compare
          </a>
        )}
        {record.disputed && key === undefined && (
          <span className="tag warn">
            <Icon name="fork" />
            Changed twice, unseen by each other
          </span>
        )}
        {record.status !== 'plain' && <StatusTag status={record.status} />}
        {record.trust !== record.status && (
          <span className="tag line">
            {record.trust === 'unknown' ? 'rests on what is not here' : `trusted as ${record.trust}`}
          </span>
        )}
        <DurabilityTag record={record} />
        <span className="tag">{record.kind}</span>
        {record.tags.map(tag => (
          <span key={tag} className="tag line">
            {tag}
          </span>
        ))}
      </div>
    </>
  )
}

function StatusTag({ status }: { status: string }) {
  if (status === 'verified')
    return (
      <span className="tag ok">
        <Icon name="check" />
        Verified
      </span>
    )
  return <span className={status === 'refuted' ? 'tag danger' : 'tag line'}>{status}</span>
}
