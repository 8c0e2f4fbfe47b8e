import { memo } from 'react'
import { Icon } from '../icon'
import type { Durability, InspectedRecord } from '../memory-face'
import { dateAndClock } from '../model/clock-text'
import { valueText } from '../model/value-text'
import { RecordText } from '../record-text'
import { Who } from '../who'

export interface RecordRowProps {
  readonly record: InspectedRecord
  /** Read by the caller: it changes while the record stays the same object. */
  readonly durability: Durability
  /** Whether its space goes to the relay. */
  readonly isShared: boolean
  readonly index: number
  readonly address: string
  readonly isOpen: boolean
  readonly isCursor: boolean
  /** Whether the Tab key stops here: at one row of the list. */
  readonly isStop: boolean
  /** When it was written, as short as it can be. */
  readonly time: string
  readonly onOpen: (id: string) => void
}

/** One record in one line, of fixed height. */
export const RecordRow = memo(function RecordRow(props: RecordRowProps) {
  const { record, durability, isShared, index, address, isOpen, isCursor, isStop, time, onOpen } = props
  const isWaiting = durability === 'memory' || (durability === 'local' && isShared)
  return (
    // The link in the first cell does the same for the keyboard.
    <tr
      aria-selected={isOpen}
      aria-rowindex={index + 2}
      className={isCursor ? 'cursor' : undefined}
      data-id={record.id}
      onClick={event => {
        if (event.target instanceof HTMLElement && event.target.closest('a')) return
        onOpen(record.id)
      }}
    >
      <td title={record.key === undefined ? record.content : `${record.key} = ${valueText(record.value)}`}>
        <a href={address} tabIndex={isStop ? 0 : -1} dir="auto">
          {record.disputed && (
            <span title="In dispute" dir="ltr">
              <Icon name="fork" className="warn" />
              <span className="sr">in dispute: </span>
            </span>
          )}
          {durability === 'refused' && (
            <span title="Refused by the relay" dir="ltr">
              <Icon name="no" className="danger" />
              <span className="sr">refused: </span>
            </span>
          )}
          {isWaiting && <Waiting durability={durability} />}
          <RecordText record={record} />
        </a>
      </td>
      <td className="hide muted">{record.kind}</td>
      <td className="hide muted" title={record.space}>
        {record.space}
      </td>
      <td>
        <Who agent={record.author.agent} />
      </td>
      <td className="num">
        <time dateTime={record.time.toISOString()} title={dateAndClock(record.time)}>
          {time}
        </time>
      </td>
    </tr>
  )
})

function Waiting({ durability }: { durability: 'memory' | 'local' }) {
  const words = durability === 'local' ? 'on this device, not sent' : 'not on disk yet'
  return (
    <span title={words} dir="ltr">
      <Icon name="wait" className="warn" />
      <span className="sr">{words}: </span>
    </span>
  )
}
