import { useState } from 'react'
import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import type { InspectedRescoping } from '../memory-face'
import { dateAndClock, shortTime } from '../model/clock-text'
import { deedText } from '../model/deed-text'
import { ErrorNote } from '../states/error-note'
import { useReading } from '../use-reading'
import { Who } from '../who'

/** Who changed the scope or space of what, and the way back; nothing while nobody has. */
export function Rescopings() {
  const { memory, self } = useInspector()
  const [undone, setUndone] = useState(0)
  const [error, setError] = useState<unknown>(null)
  const reading = useReading(() => memory.rescopings(), `rescopings ${undone}`)
  if (reading.phase === 'failed') return <ErrorNote error={reading.error} />
  if (reading.phase !== 'ready' || reading.value.length === 0) return null
  const undo = async (token: string) => {
    setError(null)
    try {
      await memory.undo(token)
    } catch (failure) {
      setError(failure)
    }
    setUndone(many => many + 1)
  }
  return (
    <section className="panel">
      <header>
        <h2>Moved, promoted, given another scope</h2>
      </header>
      {error !== null && <ErrorNote error={error} />}
      <ul className="erasures">
        {reading.value.toReversed().map(each => (
          <Rescoping
            key={each.token}
            rescoping={each}
            onUndo={each.by.agent === self.agent && !each.undone ? () => void undo(each.token) : undefined}
          />
        ))}
      </ul>
    </section>
  )
}

function Rescoping({ rescoping, onUndo }: { rescoping: InspectedRescoping; onUndo?: () => void }) {
  const { now } = useInspector()
  const { by, time, reason, changes, undoes, undone } = rescoping
  return (
    <li>
      <Icon name={undone ? 'back' : 'check'} />
      <div>
        <b>
          {undoes !== undefined && 'Taken back: '}
          {changes.map(deedText).join('; ')}, by <Who agent={by.agent} />
        </b>
        {reason !== undefined && <p>{reason}</p>}
        {undone && <p>taken back since</p>}
      </div>
      <span>
        <time className="subtle" dateTime={time.toISOString()} title={dateAndClock(time)}>
          {shortTime(time, now())}
        </time>{' '}
        {onUndo && (
          <button type="button" className="btn small" onClick={onUndo}>
            Undo
          </button>
        )}
      </span>
    </li>
  )
}
