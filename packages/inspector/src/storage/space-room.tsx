import { type Column, DataTable } from '../data-table'
import { useInspector } from '../inspector-context'
import { dateAndClock, shortTime } from '../model/clock-text'
import { number } from '../model/count-text'
import { openSpaces } from '../model/spaces'
import { type SpaceTally, tallySpaces } from '../overview/space-tally'

interface SpaceLine {
  readonly name: string
  readonly tally?: SpaceTally
  /** How many writes are nowhere else yet; nothing for a space that is only here. */
  readonly waiting?: number
  /** Whether the relay closed it to this agent: what is of it here comes and goes no more. */
  readonly isDenied: boolean
}

/** One line a space: what of it is on this device, and where else it is. */
export function SpaceRoom() {
  const { memory, feed, status, relay, now } = useInspector()
  // What is in memory alone goes with the page.
  const { lost, kind } = memory.storage.status.value
  const device = lost || kind === 'memory' ? 'this page' : 'this device'
  const tallies = tallySpaces(feed.records)
  const rows = openSpaces(memory).map(({ name, visibility }): SpaceLine => {
    const isAlone = visibility === 'private' || relay === undefined
    const { pending = 0, denied } = status.spaces[name] ?? {}
    return { name, tally: tallies.get(name), waiting: isAlone ? undefined : pending, isDenied: denied !== undefined }
  })
  const columns: readonly Column<SpaceLine>[] = [
    { title: 'Space', cell: ({ name }) => name },
    {
      title: 'Kept on',
      className: 'muted',
      cell: ({ waiting, isDenied }) =>
        waiting === undefined ? device : isDenied ? `${device}; the relay denies it` : `${device} and the relay`,
    },
    { title: 'Records', className: 'n', cell: ({ tally }) => number(tally?.records ?? 0) },
    {
      title: 'Only here',
      className: 'n',
      cell: ({ waiting, tally }) => (waiting === undefined && tally?.records ? 'all' : number(waiting ?? 0)),
      tone: ({ waiting }) => (waiting ? 'warn' : 'muted'),
    },
    {
      title: 'Newest',
      className: 'n muted hide',
      cell: ({ tally }) => (tally?.newest ? shortTime(tally.newest, now()) : '–'),
      tip: ({ tally }) => tally?.newest && dateAndClock(tally.newest),
    },
  ]
  return (
    <div className="panel">
      <DataTable caption="What each space keeps" columns={columns} rows={rows} keyOf={({ name }) => name} />
    </div>
  )
}
