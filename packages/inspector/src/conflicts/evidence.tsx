import { useInspector } from '../inspector-context'
import { formatRoute, noFilters } from '../model/route'
import { RecordText } from '../record-text'
import { useLook } from '../use-look'

/** The records a side stands on. */
export function Evidence({ ids }: { ids: readonly string[] }) {
  const { feed, route } = useInspector()
  const look = useLook()
  return (
    <ul className="ev">
      <li className="label">{ids.length === 0 ? 'No evidence named' : `Evidence ${ids.length}`}</li>
      {ids.map(id => {
        const held = feed.byId.get(id)
        const record = held && look.reads(held.space) ? held : undefined
        return (
          <li key={id}>
            {record ? (
              <q dir="auto">
                <RecordText record={record} />
              </q>
            ) : (
              <span className="muted">
                {held ? `A record that ${look.agent} may not read` : 'A record that is not here'}
              </span>
            )}
            <span className="subtle">
              {record ? (
                <a
                  className="mono"
                  href={formatRoute({ view: 'records', record: id, as: route.as, filters: noFilters })}
                >
                  {id}
                </a>
              ) : (
                <span className="mono">{id}</span>
              )}
              {record?.source?.name && ` · ${record.source.type} ${record.source.name}`}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
