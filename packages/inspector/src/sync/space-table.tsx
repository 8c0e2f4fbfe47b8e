import { type Column, DataTable } from '../data-table'
import { useInspector } from '../inspector-context'
import type { InspectedSpaceStatus } from '../memory-face'
import { span } from '../model/clock-text'
import { number } from '../model/count-text'
import { oldestPending } from '../model/oldest-pending'
import { spaceState } from '../model/space-state'
import { openSpaces } from '../model/spaces'
import { useNow } from '../use-now'

interface SpaceLine {
  readonly name: string
  readonly isCarried: boolean
  /** Of a space that the relay carries, once it is known. */
  readonly status?: InspectedSpaceStatus
}

/** One line a space. */
export function SpaceTable() {
  const { memory, status, relay } = useInspector()
  const now = useNow(5_000)
  const rows = openSpaces(memory).map(({ name, visibility }): SpaceLine => {
    const isCarried = visibility === 'shared' && relay !== undefined
    return { name, isCarried, status: isCarried ? status.spaces[name] : undefined }
  })
  const columns: readonly Column<SpaceLine>[] = [
    { title: 'Space', cell: ({ name }) => name },
    {
      title: 'State',
      cell: ({ isCarried, status }) => (isCarried ? spaceState(status) : 'this device only'),
      tone: ({ status }) => (status?.fault || status?.denied ? 'danger' : status?.incomplete ? 'warn' : 'muted'),
    },
    {
      title: 'Pending',
      className: 'n',
      cell: ({ status }) => (status ? number(status.pending) : '–'),
      tone: ({ status }) => (status?.pending ? 'warn' : ''),
    },
    {
      title: 'Oldest',
      className: 'n muted hide',
      cell: ({ status }) => {
        const oldest = status && oldestPending([status], now)
        return oldest === undefined ? '–' : span(oldest)
      },
    },
    {
      title: 'Refused',
      className: 'n',
      cell: ({ status }) => (status ? number(status.refused.length) : '–'),
      tone: ({ status }) => (status?.refused.length ? 'danger' : ''),
    },
    { title: 'Epoch', className: 'hide mono muted', cell: ({ status }) => status?.epoch || '–' },
  ]
  return (
    <div className="panel">
      <DataTable caption="Sync state of each space" columns={columns} rows={rows} keyOf={({ name }) => name} />
    </div>
  )
}
