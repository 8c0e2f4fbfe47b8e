import { useInspector } from '../inspector-context'
import { clock } from '../model/clock-text'
import { formatRoute, noFilters } from '../model/route'
import { RecordText } from '../record-text'

export interface LinkedRecordsProps {
  readonly title: string
  readonly ids: readonly string[]
  readonly shown: number
  /** What to say when there are none. */
  readonly none: string
}

/** Records that another one names, each a way to it. One that is not here keeps its id. */
export function LinkedRecords({ title, ids, shown, none }: LinkedRecordsProps) {
  const { feed } = useInspector()
  return (
    <section>
      <h3 className="label">
        {title}
        {ids.length > 0 && ` ${ids.length}`}
      </h3>
      {ids.length === 0 && <p className="muted">{none}</p>}
      <ul className="links">
        {ids.slice(0, shown).map(id => {
          const record = feed.byId.get(id)
          return (
            <li key={id}>
              {record ? (
                <a href={formatRoute({ view: 'records', record: id, filters: noFilters })}>
                  <b className="clip">
                    <RecordText record={record} />
                  </b>
                  <small>
                    {record.author.agent} · {clock(record.time)}
                    {record.source?.name ? ` · ${record.source.type} ${record.source.name}` : ''}
                  </small>
                </a>
              ) : (
                <span>
                  <b className="mono">{id}</b>
                  <small>not here: private to another agent, retracted or compacted</small>
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {ids.length > shown && <p className="subtle">{ids.length - shown} more</p>}
    </section>
  )
}
