import { useInspector } from '../inspector-context'
import { count, number } from '../model/count-text'
import { formatRoute } from '../model/route'

export interface SeesProps {
  readonly agent: string
  readonly spaces: readonly { readonly name: string; readonly rights: readonly string[] }[]
}

/** What an agent sees of the records that this tab holds: the way to just those, and to what it would recall of them. */
export function Sees({ agent, spaces }: SeesProps) {
  const { feed } = useInspector()
  const readable = spaces.filter(({ rights }) => rights.includes('read')).map(({ name }) => name)
  const seen = feed.records.filter(({ space }) => readable.includes(space)).length
  const rest = feed.records.length - seen
  const filters = new Map([['space' as const, readable]])
  if (seen === 0) return <span className="muted">{agent} sees none of the records here.</span>
  return (
    <span className="muted">
      {agent} sees{' '}
      <a className="link" href={formatRoute({ view: 'records', filters })}>
        {count(seen, 'record')}
      </a>
      {rest > 0 ? ` of the ${number(feed.records.length)} here` : ', all that are here'};{' '}
      <a className="link" href={formatRoute({ view: 'search', filters })}>
        search them
      </a>
      .
    </span>
  )
}
