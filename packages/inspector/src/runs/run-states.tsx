import { useInspector } from '../inspector-context'
import type { InspectedCheckpoint } from '../memory-face'
import { dateAndClock, shortTime } from '../model/clock-text'
import { valueText } from '../model/value-text'
import { Who } from '../who'

/** The states of a run, the latest first; where a term begins, it was taken over. */
export function RunStates({ states }: { states: readonly InspectedCheckpoint[] }) {
  const { now } = useInspector()
  return (
    <ol className="run-states">
      {states.map(({ version, term, state, author, time }, index) => {
        const earlier = states[index + 1]
        const isTakenOver = earlier !== undefined && term > earlier.term
        return (
          <li key={`${term} ${version} ${author.agent} ${time.getTime()}`}>
            <Who agent={author.agent} />
            <span>{isTakenOver ? `took it over at version ${version}, term ${term}` : `saved version ${version}`}</span>
            <time className="subtle num" dateTime={time.toISOString()} title={dateAndClock(time)}>
              {shortTime(time, now())}
            </time>
            <p className="mono">{version === 0 ? 'nothing saved yet' : valueText(state)}</p>
          </li>
        )
      })}
    </ol>
  )
}
