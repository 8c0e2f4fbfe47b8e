import { useInspector } from '../inspector-context'
import type { InspectedPacket } from '../memory-face'
import { formatRoute, noFilters } from '../model/route'

const reasons: Readonly<Record<InspectedPacket['omitted'][number]['reason'], string>> = {
  budget: 'over budget',
  duplicate: 'says the same as another',
  known: 'given before',
  status: 'not to be told, by its status',
}

/** What was found and is not told, with the reason. */
export function LeftOut({ omitted }: Pick<InspectedPacket, 'omitted'>) {
  const { feed } = useInspector()
  if (omitted.length === 0) return null
  return (
    <div className="omit">
      <p className="label">Left out {omitted.length}</p>
      <ul>
        {omitted.map(({ id, reason }) => (
          <li key={id}>
            <a className="clip" dir="auto" href={formatRoute({ view: 'records', record: id, filters: noFilters })}>
              {feed.byId.get(id)?.content ?? id}
            </a>
            <span>{reasons[reason]}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
