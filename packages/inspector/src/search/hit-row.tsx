import type { InspectedHit } from '../memory-face'
import { clock, dateAndClock } from '../model/clock-text'
import { barShares } from '../model/score-parts'
import { valueText } from '../model/value-text'
import { Who } from '../who'
import { MarkedText } from './marked-text'

export interface HitRowProps {
  readonly hit: InspectedHit
  readonly rank: number
  readonly order: readonly string[]
  readonly best: number
  readonly isPicked: boolean
  readonly onPick: () => void
  /** By a finger or a mouse. */
  readonly onTap: () => void
  readonly onOpen: () => void
}

/** One recalled record with its score as a bar against the first. */
export function HitRow({ hit, rank, order, best, isPicked, onPick, onTap, onOpen }: HitRowProps) {
  const { record, score, why } = hit
  const text = record.key === undefined ? record.content : `${record.key} = ${valueText(record.value)}`
  return (
    <div
      className="hit"
      role="option"
      tabIndex={isPicked ? 0 : -1}
      aria-selected={isPicked}
      onClick={onTap}
      onDoubleClick={onOpen}
      onFocus={onPick}
      onKeyDown={event => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        onOpen()
      }}
    >
      <span className="num">{rank}</span>
      <span className="text" dir="auto">
        <MarkedText text={text} words={why.words} />
      </span>
      <b>{score.toFixed(2)}</b>
      <div className="bars" aria-hidden="true">
        {barShares(hit, order, best).map((share, index) =>
          // Four shades in a fixed order.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          share > 0 ? <i key={index} className={`p${index + 1}`} style={{ width: `${share * 100}%` }} /> : null,
        )}
      </div>
      <div className="meta">
        <Who agent={record.author.agent} />
        <span className="num" title={dateAndClock(record.time)}>
          {clock(record.time)}
        </span>
        <span>{record.space}</span>
        {record.disputed && <span className="disputed">in dispute</span>}
      </div>
    </div>
  )
}
