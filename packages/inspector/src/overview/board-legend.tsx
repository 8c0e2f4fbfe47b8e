import { useInspector } from '../inspector-context'
import { count } from '../model/count-text'
import { formatRoute, noFilters } from '../model/route'

export interface BoardLegendProps {
  readonly hasAway: boolean
  /** How many agents have no column. */
  readonly hidden: number
  /** Whether it is known who is here. */
  readonly isHeard: boolean
}

/** What the signs of the map mean, and what it cannot show. */
export function BoardLegend({ hasAway, hidden, isHeard }: BoardLegendProps) {
  const { relay } = useInspector()
  return (
    <div className="legend">
      <span>
        <i className="node" />
        wrote what stands here
      </span>
      <span>
        <i className="cross" />
        wrote nothing that stands here
      </span>
      {hasAway && (
        <span>
          <i className="cross off" />
          away
        </span>
      )}
      {hidden > 0 && (
        <a className="link" href={formatRoute({ view: 'directory', filters: noFilters })}>
          {count(hidden, 'more agent')}
        </a>
      )}
      <span>
        {relay && !isHeard && 'Who is here is not known without the relay. '}
        {relay ? 'Who may read is the relay’s to say. ' : ''}
        Private spaces of other agents are not listed: they never leave their device.
      </span>
    </div>
  )
}
