import { useState } from 'react'
import { useInspector } from '../inspector-context'
import type { InspectedRecord } from '../memory-face'
import { clock, dateAndClock } from '../model/clock-text'
import { formatRoute, noFilters } from '../model/route'
import { RecordText } from '../record-text'
import { useKeys } from '../use-keys'
import { Who } from '../who'

const shown = 6

/** The newest records, as they come; pause to read. */
export function LatestWrites() {
  const { feed } = useInspector()
  const [paused, setPaused] = useState<readonly InspectedRecord[] | null>(null)
  const records = paused ?? feed.records.slice(0, shown)
  const toggle = () => setPaused(paused ? null : feed.records.slice(0, shown))
  useKeys({ p: toggle })
  return (
    <section className="panel">
      <header>
        <h2>Latest writes</h2>
        <span className="end">
          <button type="button" className="btn small quiet" aria-pressed={paused !== null} onClick={toggle}>
            {paused ? 'Paused' : 'Pause'} <kbd>P</kbd>
          </button>
        </span>
      </header>
      {records.length === 0 && <p className="nothing">Nothing written yet. The newest six records stand here.</p>}
      <ol className="stream">
        {records.map(record => (
          <li key={record.id}>
            <a href={formatRoute({ view: 'records', record: record.id, filters: noFilters })}>
              <span className="clip" dir="auto">
                <RecordText record={record} />
              </span>
              <time title={dateAndClock(record.time)}>{clock(record.time)}</time>
              <span className="sub">
                <Who agent={record.author.agent} />
                <span className="subtle">in</span>
                <span className="clip" title={record.space}>
                  {record.space}
                </span>
              </span>
              <span className="ms">{record.durability === 'relay' ? '' : durabilityWords[record.durability]}</span>
            </a>
          </li>
        ))}
      </ol>
    </section>
  )
}

const durabilityWords = {
  memory: 'not on disk yet',
  local: 'on this device',
  relay: 'durable on relay',
  refused: 'refused',
} as const
