import { codecV1, type DeleteSet, type StateVector } from '@commonplace/protocol'
import { appendEntries, type LaidUpdate } from './append-entries'
import type { LogItem } from './log-item'
import type { Room } from './room'
import { pieceBytes } from './state-for'
import type { Taken } from './taken'

const noDeletes: DeleteSet = new Map()

/** Whether two neighbours in the log can be one record of it: the entries of one stand behind those of the other. */
const isLaid = (taken: Taken): taken is Taken & LaidUpdate => taken.blocks !== null

/**
 * What the commit that begins now writes to the room's log: everything queued. Updates that only append entries become one
 * record together, so that a busy room costs the disk one record a commit; `committed` says that it is there.
 */
export function beginCommit(room: Room): readonly LogItem[] {
  const items: LogItem[] = []
  let run: (Taken & LaidUpdate)[] = []
  let bytes = 0
  const endRun = () => {
    if (run.length > 0) items.push(itemOf(run))
    run = []
    bytes = 0
  }
  const begun = room.writing.at(-1)?.last ?? room.committed
  for (const taken of room.queue) {
    if (taken.number <= begun) continue
    if (!isLaid(taken) || bytes + taken.bytes.length > pieceBytes) endRun()
    if (isLaid(taken)) {
      run.push(taken)
      bytes += taken.bytes.length
    } else items.push(itemOf([taken]))
  }
  endRun()
  room.writing.push(...items)
  return items
}

function itemOf(run: readonly Taken[]): LogItem {
  const [first] = run
  const from: StateVector = new Map()
  const to: StateVector = new Map()
  for (const { spans } of run) {
    for (const span of spans) {
      if (!from.has(span.client)) from.set(span.client, span.from)
      to.set(span.client, span.to)
    }
  }
  // What was taken is a view of what the socket read: kept for long, it would keep all of that.
  const bytes = run.length === 1 ? new Uint8Array(first!.bytes) : appendEntries(run.filter(isLaid), noDeletes)!
  return {
    first: first!.number,
    last: run.at(-1)!.number,
    level: 0,
    codec: codecV1,
    size: bytes.length,
    bytes,
    bindings: run.flatMap(({ bindings }) => bindings),
    receptions: run.flatMap(({ receptions }) => receptions),
    from,
    to,
    skips: noSkips,
    deletes: first!.deletes,
  }
}

const noSkips = new Map<number, never[]>()
