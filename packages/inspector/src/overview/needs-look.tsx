import { useObservable } from '@commonplace/react'
import { useInspector } from '../inspector-context'
import type { InspectedFact, InspectedStorage } from '../memory-face'
import { span } from '../model/clock-text'
import { count } from '../model/count-text'
import { oldestPending } from '../model/oldest-pending'
import { formatRoute, noFilters } from '../model/route'
import { sideText } from '../model/side-text'
import { isTroubled } from '../model/space-state'
import { useNow } from '../use-now'
import { TodoItem } from './todo-item'

/** So many of a kind are listed; the view behind them has all. */
const mostListed = 5

/** What deviates and wants a decision: disputes, refusals, writes that wait. */
export function NeedsLook() {
  const { feed, status, memory } = useInspector()
  const storage = useObservable(memory.storage.status)
  const storageTrouble = troubleOf(storage)
  const now = useNow(5_000)
  const troubled = Object.entries(status.spaces).filter(([, space]) => isTroubled(space))
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
        {storageTrouble && (
          <TodoItem
            icon="alert"
            isDanger
            what={storageTrouble.what}
            so={storageTrouble.so}
            href="#storage"
            go="Storage"
          />
        )}
        {status.refused > 0 && (
          <TodoItem
            icon="no"
            isDanger
            what={`${count(status.refused, 'write')} of this tab refused`}
            so={`Kept for ${status.refused === 1 ? 'its' : 'their'} author, not shown to others.`}
            href="#sync"
            go="Refusals"
          />
        )}
        {feed.conflicts.slice(0, mostListed).map(fact => (
          <TodoItem
            key={`${fact.space} ${fact.key}`}
            icon="fork"
            what={<span className="mono">{fact.key}</span>}
            so={
              <>
                {fact.sides.map(sideText).join(' or ')} ·{' '}
                <span className="whole">open {span(now.getTime() - disputedSince(fact))}</span>
              </>
            }
            href={formatRoute({ view: 'conflicts', conflict: fact, filters: noFilters })}
            go="Compare"
            label={`Compare the sides of ${fact.key}`}
          />
        ))}
        {feed.conflicts.length > mostListed && (
          <TodoItem
            icon="fork"
            what={`${count(feed.conflicts.length - mostListed, 'more fact')} in dispute`}
            so="The newest stand above."
            href="#conflicts"
            go="Conflicts"
          />
        )}
        {troubled.slice(0, mostListed).map(([name, space]) => (
          <TodoItem
            key={name}
            icon="alert"
            what={space.denied ? `${name} is denied to this agent` : `${name} is not up to date`}
            so={(space.fault ?? space.denied)?.message ?? 'A part in the middle has not come yet.'}
            href="#sync"
            go="Sync"
          />
        ))}
        {troubled.length > mostListed && (
          <TodoItem
            icon="alert"
            what={`${count(troubled.length - mostListed, 'more space')} denied or not up to date`}
            so="Sync says how each of them stands."
            href="#sync"
            go="Sync"
          />
        )}
        {waits && (
          <TodoItem
            icon="wait"
            what={`${count(status.pending, 'write')} not durable`}
            so={`${storage.waiting > 0 ? 'Not all of it is on this device’s disk' : 'Kept on this device'}; the oldest for ${span(oldest)}.`}
            href="#sync"
            go="Sync"
          />
        )}
      </ul>
      <p className="foot-note">Looks at facts in dispute, refusals, sync and storage of this tab</p>
    </section>
  )
}

function disputedSince({ sides }: InspectedFact): number {
  return Math.max(...sides.map(({ time }) => time.getTime()))
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
