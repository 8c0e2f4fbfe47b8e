import { useInspector } from '../inspector-context'
import { clock } from '../model/clock-text'
import { formatRoute, noFilters } from '../model/route'
import { RecordText } from '../record-text'
import type { Look } from '../use-look'

/** A record that another one names, with how it stands. */
export interface LinkToRecord {
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

/** A node of the provenance graph: a way to the record, or only its id where it is not here. */
export function LinkedRecord({ link: { id, standing }, look }: { link: LinkToRecord; look: Look }) {
  const { feed, route } = useInspector()
  const record = feed.byId.get(id)
  if (record && !look.reads(record.space))
    return (
      <li className="unknown">
        <span>
          <b className="mono clip">{id}</b>
          <small>unknown to {look.agent}: in a space that it may not read</small>
        </span>
      </li>
    )
  if (!record)
    return (
      <li className={standing}>
        <span>
          <b className="mono clip">{id}</b>
          <small>{standings[standing] || 'not shown here'}</small>
        </span>
      </li>
    )
  const words = [
    record.author.agent,
    clock(record.time),
    record.source?.name && `${record.source.type} ${record.source.name}`,
    record.disputed && 'in dispute',
    standings[standing],
  ]
  return (
    <li className={standing === 'open' && record.disputed ? 'disputed' : standing}>
      <a href={formatRoute({ view: 'records', record: id, as: route.as, filters: noFilters })} title={record.content}>
        <b className="few" dir="auto">
          <RecordText record={record} />
        </b>
        <small>{words.filter(Boolean).join(' · ')}</small>
      </a>
    </li>
  )
}
