import { memo } from 'react'
import { Icon } from '../icon'
import type { InspectedRecord } from '../memory-face'
import { dateAndClock, shortTime } from '../model/clock-text'
import { RecordText } from '../record-text'
import { Who } from '../who'

export interface RecordRowProps {
  readonly record: InspectedRecord
  readonly index: number
  readonly address: string
  readonly isOpen: boolean
  readonly isCursor: boolean
  readonly today: Date
  readonly onOpen: () => void
}

/** One record in one line, of fixed height. */
export const RecordRow = memo(function RecordRow(props: RecordRowProps) {
  const { record, index, address, isOpen, isCursor, today, onOpen } = props
  return (
    // The link in the first cell does the same for the keyboard.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <tr
      aria-selected={isOpen}
      aria-rowindex={index + 2}
      className={isCursor ? 'cursor' : undefined}
      data-id={record.id}
      onClick={event => {
        if (event.target instanceof HTMLElement && event.target.closest('a')) return
        onOpen()
      }}
    >
      <td title={record.key === undefined ? record.content : undefined}>
        <a href={address} tabIndex={isCursor || (index === 0 && !isCursor) ? 0 : -1}>
          {record.disputed && (
            <span title="In dispute">
              <Icon name="fork" className="warn" />
              <span className="sr">in dispute: </span>
            </span>
          )}
          {record.durability === 'refused' && (
            <span title="Refused by the relay">
              <Icon name="no" className="danger" />
              <span className="sr">refused: </span>
            </span>
          )}
          {(record.durability === 'local' || record.durability === 'memory') && record.durability !== undefined && (
            <Waiting durability={record.durability} />
          )}
          <RecordText record={record} />
        </a>
      </td>
      <td className="hide muted">{record.kind}</td>
      <td className="hide muted">{record.space}</td>
      <td>
        <Who agent={record.author.agent} />
      </td>
      <td className="num">
        <time dateTime={record.time.toISOString()} title={dateAndClock(record.time)}>
          {shortTime(record.time, today)}
        </time>
      </td>
    </tr>
  )
})

function Waiting({ durability }: { durability: 'memory' | 'local' }) {
  const words = durability === 'local' ? 'on this device, not sent' : 'not on disk yet'
  return (
    <span title={words}>
      <Icon name="wait" className="warn" />
      <span className="sr">{words}: </span>
    </span>
  )
}
