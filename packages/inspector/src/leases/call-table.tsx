import { type Column, DataTable } from '../data-table'
import { useInspector } from '../inspector-context'
import type { InspectedCall } from '../memory-face'
import { bytesText } from '../model/bytes-text'
import { callName } from '../model/call-name'
import { dateAndClock, shortTime } from '../model/clock-text'
import { valueText } from '../model/value-text'
import type { PlacedCall } from '../use-calls'
import { Who } from '../who'

const longest = 160

/** One line a call, the latest first. */
export function CallTable({ calls }: { calls: readonly PlacedCall[] }) {
  const { now } = useInspector()
  const columns: readonly Column<PlacedCall>[] = [
    { title: 'Call', className: 'wide mono', cell: ({ call }) => callName(call.key) },
    {
      title: 'State',
      cell: ({ call }) => stateWords[call.state],
      tone: ({ call: { state } }) => (state === 'failed' ? 'danger' : state === 'overlapped' ? 'warn' : 'muted'),
    },
    { title: 'By', className: 'who-of', cell: ({ call }) => <Who agent={call.agent} /> },
    { title: 'What came of it', className: 'wide', cell: ({ call }) => <Outcome call={call} /> },
    { title: 'Runs', className: 'n hide', cell: ({ call }) => call.started },
    { title: 'Space', className: 'name hide muted', cell: ({ space }) => space },
    {
      title: 'Since',
      className: 'hide num muted',
      cell: ({ call }) => shortTime(call.time, now()),
      tip: ({ call }) => dateAndClock(call.time),
    },
  ]
  return (
    <DataTable
      caption="Calls made once"
      className="lines"
      columns={columns}
      rows={calls}
      keyOf={({ space, call }) => `${space} ${call.key}`}
    />
  )
}

function Outcome({ call: { error, result, bytes } }: { call: InspectedCall }) {
  const value = valueText(result?.value)
  return (
    <>
      {error !== undefined && <p className="mono danger">{error}</p>}
      {result && (
        <p className="mono">
          {value.length > longest ? `${value.slice(0, longest)}…` : value || 'nothing'}
          {bytes ? <span className="subtle"> {bytesText(bytes)}</span> : null}
        </p>
      )}
      {result?.runs.slice(1).map(({ author }) => (
        <p className="warn" key={author.agent}>
          {author.agent} ran it too; this result counts
        </p>
      ))}
    </>
  )
}

const stateWords: Readonly<Record<InspectedCall['state'], string>> = {
  running: 'running',
  failed: 'failed',
  committed: 'committed',
  kept: 'kept, no lease',
  overlapped: 'overlapped',
}
