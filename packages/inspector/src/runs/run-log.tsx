import { useInspector } from '../inspector-context'
import type { InspectedRecord } from '../memory-face'
import { dateAndClock, shortTime } from '../model/clock-text'
import { formatRoute, noFilters } from '../model/route'
import { Who } from '../who'

/** What was said and done in a run, earliest first. */
export function RunLog({ log }: { log: readonly InspectedRecord[] }) {
  const { now } = useInspector()
  return (
    <ol className="run-log">
      {log.map(record => (
        <li key={record.id}>
          <Who agent={record.author.agent} />
          <span className="muted">{record.source?.type ?? 'agent'}</span>
          <time className="subtle num" dateTime={record.time.toISOString()} title={dateAndClock(record.time)}>
            {shortTime(record.time, now())}
          </time>
          <p>
            <a href={formatRoute({ view: 'records', record: record.id, filters: noFilters })}>{record.content}</a>
          </p>
        </li>
      ))}
    </ol>
  )
}
