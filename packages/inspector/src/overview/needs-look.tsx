import { useObservable } from '@commonplace/react'
import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import type { InspectedStorage } from '../memory-face'
import { span } from '../model/clock-text'
import { count } from '../model/count-text'
import { oldestPending } from '../model/oldest-pending'
import { formatRoute, noFilters } from '../model/route'
import { sideText } from '../model/side-text'
import { useNow } from '../use-now'

/** So many disputes are listed; the view behind them has all. */
const mostListed = 5

/** What deviates and wants a decision: disputes, refusals, writes that wait. */
export function NeedsLook() {
  const { feed, status, memory } = useInspector()
  const storageTrouble = troubleOf(useObservable(memory.storage.status))
  const now = useNow(5_000)
  const troubled = Object.entries(status.spaces).filter(([, space]) => space.denied || space.fault || space.incomplete)
  const oldest = oldestPending(Object.values(status.spaces), now) ?? 0
  const waits = status.pending > 0 && oldest > 5_000
  const total =
    feed.conflicts.length + (status.refused > 0 ? 1 : 0) + troubled.length + (waits ? 1 : 0) + (storageTrouble ? 1 : 0)
  return (
    <section className="panel">
      <header>
        <h2>Needs a look</h2>
        {total > 0 && <span className="tag warn">{total}</span>}
      </header>
      {total === 0 && <p className="nothing">Nothing is in dispute, refused or waiting.</p>}
      <ul className="todo">
        {feed.conflicts.slice(0, mostListed).map(fact => {
          const since = Math.max(...fact.sides.map(side => side.time.getTime()))
          return (
            <li key={`${fact.space} ${fact.key}`}>
              <Icon name="fork" />
              <div>
                <b className="mono">{fact.key}</b>
                <p>
                  {fact.sides.map(side => sideText(side)).join(' or ')} · open {span(now.getTime() - since)}
                </p>
              </div>
              <a
                className="btn small"
                href={formatRoute({ view: 'conflicts', conflict: fact, filters: noFilters })}
                aria-label={`Compare the sides of ${fact.key}`}
              >
                Compare
              </a>
            </li>
          )
        })}
        {storageTrouble && (
          <li>
            <Icon name="alert" className="danger" />
            <div>
              <b>{storageTrouble.what}</b>
              <p>{storageTrouble.so}</p>
            </div>
            <a className="btn small" href="#storage">
              Storage
            </a>
          </li>
        )}
        {status.refused > 0 && (
          <li>
            <Icon name="no" className="danger" />
            <div>
              <b>{count(status.refused, 'write')} of this tab refused</b>
              <p>Kept for their author, not shown to others.</p>
            </div>
            <a className="btn small" href="#sync">
              Refusals
            </a>
          </li>
        )}
        {troubled.map(([name, space]) => (
          <li key={name}>
            <Icon name="alert" />
            <div>
              <b>{space.denied ? `${name} is denied to this agent` : `${name} is not up to date`}</b>
              <p>{(space.fault ?? space.denied)?.message ?? 'A part in the middle has not come yet.'}</p>
            </div>
            <a className="btn small" href="#sync">
              Sync
            </a>
          </li>
        ))}
        {waits && (
          <li>
            <Icon name="wait" />
            <div>
              <b>{count(status.pending, 'write')} not durable</b>
              <p>Kept on this device; the oldest for {span(oldest)}.</p>
            </div>
            <a className="btn small" href="#sync">
              Sync
            </a>
          </li>
        )}
      </ul>
      <p className="foot-note">Looks at facts in dispute, refusals, sync and storage of this tab</p>
    </section>
  )
}

/** What of the storage does not keep what it should, in words. */
function troubleOf({ lost, waiting, kind }: InspectedStorage): { what: string; so: string } | undefined {
  if (lost) return { what: 'The store of this device is gone', so: 'What is written now is not kept here.' }
  if (waiting > 0) return { what: `${count(waiting, 'change')} in memory only`, so: 'The disk is full.' }
  if (kind === 'memory')
    return {
      what: 'Nothing lasts in this browser',
      so: 'It gives no storage: what the relay does not have goes with the tab.',
    }
  return undefined
}
