import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import type { InspectedSide } from '../memory-face'
import { dateAndClock, exactTime } from '../model/clock-text'
import { sideText } from '../model/side-text'
import { useFold } from '../use-fold'
import { Who } from '../who'
import { Evidence } from './evidence'

export interface SidePanelProps {
  readonly side: InspectedSide
  readonly number: number
  readonly others: readonly InspectedSide[]
  readonly isChosen: boolean
  readonly onChoose: () => void
}

/** One side of a dispute: its value, who wrote it and who else says so, when, and on what ground. */
export function SidePanel({ side, number, others, isChosen, onChoose }: SidePanelProps) {
  const { feed, now } = useInspector()
  const value = sideText(side)
  const fold = useFold(value.length)
  const builtOn = feed.records.filter(record => record.derivedFrom.includes(side.id)).length
  const agreeing = side.heldBy.filter(({ agent, user }) => agent !== side.author.agent || user !== side.author.user)
  const unseen = others.map(other => sideText(other)).join(', ')
  const differs = others.some(other => other.confidence !== side.confidence)
  return (
    <article className={`panel side ${isChosen ? 'pick' : ''}`} aria-label={`Side ${number}: ${value.slice(0, 80)}`}>
      <div className="val">
        <b className={value.length > 32 ? `long ${fold.className}` : undefined}>{value}</b>
        <span className="end">
          <button type="button" className="btn" aria-pressed={isChosen} onClick={onChoose}>
            {isChosen && <Icon name="check" />}
            Keep this {number <= 9 && <kbd>{number}</kbd>}
          </button>
        </span>
      </div>
      {fold.button}
      <dl>
        <dt>Author</dt>
        <dd>
          <By author={side.author} />
        </dd>
        {agreeing.length > 0 && (
          <>
            <dt>Also said by</dt>
            <dd>
              <ul className="agreeing">
                {agreeing.map(author => (
                  <li key={`${author.agent} ${author.user}`}>
                    <By author={author} />
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt>Written</dt>
        <dd className="num" title={dateAndClock(side.time)}>
          {exactTime(side.time, now())}
        </dd>
        {(side.confidence !== undefined || differs) && (
          <>
            <dt>Confidence</dt>
            <dd className={differs ? 'diff' : undefined}>{side.confidence?.toFixed(2) ?? 'not given'}</dd>
          </>
        )}
        <dt>Had not seen</dt>
        <dd className="few" title={unseen}>
          {unseen}
        </dd>
        <dt>Built on it</dt>
        <dd>{builtOn === 1 ? '1 record' : `${builtOn} records`}</dd>
      </dl>
      <Evidence ids={side.evidence} />
    </article>
  )
}

function By({ author: { agent, user } }: { author: InspectedSide['author'] }) {
  return (
    <>
      <Who agent={agent} />
      {user !== undefined && <span className="subtle"> for {user}</span>}
    </>
  )
}
