import type { FeedState } from '../feed'
import { useInspector } from '../inspector-context'
import type { InspectedFact } from '../memory-face'
import { clock, span } from '../model/clock-text'
import { number } from '../model/count-text'
import { formatRoute, noFilters } from '../model/route'
import { sideText } from '../model/side-text'
import { valueText } from '../model/value-text'
import { useMore } from '../use-more'
import { useNow } from '../use-now'

export interface ConflictListProps {
  /** Those that who is looked as may read, as the next ones. */
  readonly conflicts: readonly InspectedFact[]
  readonly settled: FeedState['settled']
  readonly open: InspectedFact | undefined
}

/** The facts in dispute, and those this page saw settled. */
export function ConflictList({ conflicts, settled, open }: ConflictListProps) {
  const { route } = useInspector()
  const now = useNow(5_000)
  const [drawn, more] = useMore(conflicts, { first: 100, more: 400 })
  return (
    <nav className="conf-list" aria-label="Conflicts">
      <h2>Open {number(conflicts.length)}</h2>
      {drawn.map(fact => {
        const since = Math.max(...fact.sides.map(side => side.time.getTime()))
        return (
          <a
            key={`${fact.space} ${fact.key}`}
            href={formatRoute({ view: 'conflicts', conflict: fact, as: route.as, filters: noFilters })}
            aria-current={fact === open ? 'true' : undefined}
          >
            <b className="mono">{fact.key}</b>
            <p className="few">{fact.sides.map(side => sideText(side)).join(' or ')}</p>
            <p className="subtle">
              {fact.sides.length} sides · {span(now.getTime() - since)}
            </p>
          </a>
        )
      })}
      {more && <p className="more">{more}</p>}
      {settled.length > 0 && (
        <div className="done">
          <h2>Settled since this page opened {number(settled.length)}</h2>
          {settled.map(({ fact, at }) => (
            <a
              key={`${fact.space} ${fact.key} ${at.getTime()}`}
              href={formatRoute({ view: 'conflicts', conflict: fact, as: route.as, filters: noFilters })}
            >
              <b className="mono muted">{fact.key}</b>
              <p className="few">
                {valueText(fact.value)}, {clock(at)}
              </p>
            </a>
          ))}
        </div>
      )}
    </nav>
  )
}
