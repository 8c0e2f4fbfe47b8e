import { useInspector } from '../inspector-context'
import { clock } from '../model/clock-text'
import { formatRoute, noFilters } from '../model/route'
import { RecordText } from '../record-text'

interface Link {
  readonly id: string
  readonly standing: 'open' | 'waiting' | 'closed' | 'unknown'
}

/** How a record stands, where that is not as a matter of course. */
const standings = {
  open: '',
  waiting: 'waits for validation',
  closed: 'closed',
  unknown: 'not here: private to another agent, or not arrived',
} as const

export interface LinkedRecordsProps {
  readonly title: string
  readonly links: readonly Link[]
  readonly shown: number
  /** What to say when there are none. */
  readonly none: string
}

/** Records that another one names, each a way to it, with how it stands. One that is not here keeps its id. */
export function LinkedRecords({ title, links, shown, none }: LinkedRecordsProps) {
  const { feed } = useInspector()
  return (
    <section>
      <h3 className="label">
        {title}
        {links.length > 0 && ` ${links.length}`}
      </h3>
      {links.length === 0 && <p className="muted">{none}</p>}
      <ul className="links">
        {links.slice(0, shown).map(({ id, standing }) => {
          const record = feed.byId.get(id)
          return (
            <li key={id} className={standing === 'open' ? undefined : standing}>
              {record ? (
                <a href={formatRoute({ view: 'records', record: id, filters: noFilters })}>
                  <b className="clip">
                    <RecordText record={record} />
                  </b>
                  <small>
                    {record.author.agent} · {clock(record.time)}
                    {record.source?.name ? ` · ${record.source.type} ${record.source.name}` : ''}
                    {standings[standing] && ` · ${standings[standing]}`}
                  </small>
                </a>
              ) : (
                <span>
                  <b className="mono">{id}</b>
                  <small>{standings[standing] || 'not shown here'}</small>
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {links.length > shown && <p className="subtle">{links.length - shown} more</p>}
    </section>
  )
}
