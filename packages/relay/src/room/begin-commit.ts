import { codecV1, type StateVector } from '@commonplace/protocol'
import { type LaidUpdate, layEntries } from './append-entries'
import { EntryRecord } from './entry-record'
import type { LogItem } from './log-item'
import type { Room } from './room'
import { Slab } from './slab'
import { pieceBytes } from './state-for'
import type { Taken } from './taken'

type LaidTaken = Taken & LaidUpdate

/** Whether two neighbours in the log can be one record of it: the entries of one stand behind those of the other. */
const isLaid = (taken: Taken): taken is LaidTaken => taken.blocks !== null

/**
 * What the commit that begins now writes to the room's log: everything queued. Updates that only append entries become one
 * record together, so that a busy room costs the disk one record a commit; `committed` says that it is there.
 */
export function beginCommit(room: Room): readonly LogItem[] {
  const begun = room.writing.at(-1)?.last ?? room.committed
  const { queue } = room
  // Mostly all of it: one commit is under way at a time.
  const fresh = (queue[0]?.number ?? 0) > begun ? queue : queue.filter(({ number }) => number > begun)
  if (fresh.length === 0) return []
  const items = isOneRecord(fresh) ? [recordOf(room, fresh)] : itemsOf(room, fresh)
  room.writing = room.writing.length === 0 ? items : [...room.writing, ...items]
  return items
}

/** Nearly always; the lists of the others cost more than the record. */
function isOneRecord(fresh: readonly Taken[]): fresh is readonly LaidTaken[] {
  let bytes = 0
  for (const taken of fresh) {
    bytes += taken.bytes.length
    if (!isLaid(taken) || bytes > pieceBytes) return false
  }
  return true
}

function itemsOf(room: Room, fresh: readonly Taken[]): LogItem[] {
  const items: LogItem[] = []
  let run: LaidTaken[] = []
  let bytes = 0
  const endRun = () => {
    if (run.length > 0) items.push(recordOf(room, run))
    run = []
    bytes = 0
  }
  for (const taken of fresh) {
    if (!isLaid(taken) || bytes + taken.bytes.length > pieceBytes) endRun()
    if (isLaid(taken)) {
      run.push(taken)
      bytes += taken.bytes.length
    } else items.push(itemOf(taken))
  }
  endRun()
  return items
}

/** What was taken is a view of what the socket read, and is copied: kept for long, it would keep all of that. */
function recordOf(room: Room, run: readonly LaidTaken[]): EntryRecord {
  room.slab ??= new Slab()
  const { slab } = room
  const first = run[0]!
  if (run.length === 1) {
    const { number, blocks, bytes } = first
    const copy = slab.take(bytes.length)
    copy.set(bytes)
    return new EntryRecord({ first: number, last: number }, { bytes: copy, blocks }, first)
  }
  const laid = layEntries(run, noDeletes, length => slab.take(length))!
  return new EntryRecord({ first: first.number, last: run.at(-1)!.number }, laid, {
    bindings: joined(run, ({ bindings }) => bindings),
    receptions: joined(run, ({ receptions }) => receptions),
  })
}

/** Most updates have none. */
const joined = <T>(run: readonly Taken[], of: (taken: Taken) => readonly T[]): readonly T[] =>
  run.some(taken => of(taken).length > 0) ? run.flatMap(of) : of(run[0]!)

function itemOf({ number, bytes, spans, bindings, receptions, deletes }: Taken): LogItem {
  const from: StateVector = new Map()
  const to: StateVector = new Map()
  for (const span of spans) {
    if (!from.has(span.client)) from.set(span.client, span.from)
    to.set(span.client, span.to)
  }
  return {
    first: number,
    last: number,
    level: 0,
    codec: codecV1,
    size: bytes.length,
    bytes: new Uint8Array(bytes),
    bindings,
    receptions,
    from,
    to,
    skips: noSkips,
    deletes,
  }
}

const noSkips = new Map<number, never[]>()
const noDeletes = new Map<number, never[]>()
