import type { InspectedFact } from '../memory-face'
import { preciseClock } from '../model/clock-text'
import { formatRoute, noFilters } from '../model/route'
import { valueText } from '../model/value-text'
import { Who } from '../who'

/** A dispute that is over: what is kept, by whom. */
export function SettledCase({ fact, at }: { fact: InspectedFact; at: Date }) {
  const side = fact.sides[0]
  return (
    <div className="settled" role="status">
      <div>
        <h2 className="key">{fact.key}</h2>
        <p className="muted">Settled at {preciseClock(at)}. Every replica that has the decision reads the same.</p>
      </div>
      <div className="panel side">
        <div className="val">
          <b>{valueText(fact.value)}</b>
          {side && (
            <span className="end">
              <Who agent={side.author.agent} />
            </span>
          )}
        </div>
      </div>
      {side && (
        <p>
          <a className="btn" href={formatRoute({ view: 'records', record: side.id, filters: noFilters })}>
            Open the record
          </a>
        </p>
      )}
    </div>
  )
}
