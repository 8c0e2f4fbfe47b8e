import type { Binding, DeleteSet, Reception, StateVector } from '@commonplace/protocol'
import { addToVector } from '@commonplace/protocol'
import { growDeletes, noDeletes, noFacts, type RoomFacts } from '../guard/room-facts'
import { appended } from './appended'
import { EntryRecord } from './entry-record'
import { createLeases, type Leases } from './lease'
import type { LogItem } from './log-item'
import type { Member, MemberId } from './member'
import type { PresenceState } from './presence-state'
import type { ReceiptBook } from './receipt-book'
import type { Slab } from './slab'
import { SmallMap } from './small-map'
import type { StoredLeases } from './stored-lease'
import type { Taken } from './taken'

/** `entries`: native rooms, guarded entry by entry. `any`: created by a stock client, arbitrary Yjs types. */
export type RoomMode = 'entries' | 'any'

/** One room in memory: no document, only its log, what the log adds up to, and who is connected. */
export interface Room {
  /** the relay's number of the room on the wire */
  readonly channel: number
  readonly epoch: string
  readonly mode: RoomMode
  /** facts of everything queued; the guard judges by these */
  readonly facts: RoomFacts
  /** facts of everything on disk; joins are answered by these */
  readonly durable: { readonly vector: StateVector; deletes: DeleteSet; digest: number | null }
  /** everything on disk, in order: pieces, then the tail */
  items: LogItem[]
  /** taken, not on disk yet */
  queue: Taken[]
  /** on their way to the disk */
  writing: LogItem[]
  /** bytes of all updates, queued ones included; what they take in the log is less, see `countBytes` */
  bytes: number
  /** log number of the last update queued */
  queued: number
  /** log number of the last update on disk */
  committed: number
  /** owner of every client id that ever wrote here, queued ones included */
  readonly owners: SmallMap<number, Binding>
  bindings: Binding[]
  /** those on disk, oldest first */
  receptions: Reception[]
  /** the window of each client id's last write, queued ones included; none where nothing was written */
  readonly windows: SmallMap<number, number>
  /** the window of the last write of anybody; 0 before the first */
  window: number
  /** ms since 1970; 0: nobody tells this relay the time */
  readonly now: () => number
  /** null: this relay gives no receipts, and an id is whose who names it first */
  readonly book: ReceiptBook | null
  readonly members: Map<MemberId, Member>
  /** members that lost the room and are still to hear of what was taken from them */
  readonly leaving: SmallMap<MemberId, Member>
  /** native channels by the client id they hold */
  readonly holders: Map<number, Member>
  readonly presence: SmallMap<number, PresenceState>
  /** presence that changed since the last flush */
  /** null: none; most rooms are idle */
  presenceChanged: Set<number> | null
  readonly leases: Leases
  /** where records are kept until they are folded; null before the first */
  slab: Slab | null
}

/** A room from what its log holds (nothing, for a new one). */
export function createRoom(options: {
  channel: number
  epoch: string
  mode: RoomMode
  items?: readonly LogItem[]
  leases?: StoredLeases
  book?: ReceiptBook | null
  now?: () => number
}): Room {
  const room: Room = {
    channel: options.channel,
    epoch: options.epoch,
    mode: options.mode,
    facts: noFacts(),
    durable: { vector: new Map(), deletes: noDeletes, digest: null },
    items: [],
    queue: [],
    writing: [],
    bytes: 0,
    queued: 0,
    committed: 0,
    owners: new SmallMap(),
    bindings: [],
    receptions: [],
    windows: new SmallMap(),
    window: 0,
    now: options.now ?? noTime,
    book: options.book ?? null,
    members: new Map(),
    leaving: new SmallMap(),
    holders: new Map(),
    presence: new SmallMap(),
    presenceChanged: null,
    leases: createLeases(options.leases),
    slab: null,
  }
  for (const item of options.items ?? []) {
    addToVector(room.facts.vector, item)
    growDeletes(room.facts, item.deletes)
    for (const binding of item.bindings) room.owners.set(binding.client, binding)
    for (const { client, window } of item.receptions) {
      room.windows.set(client, window)
      room.window = Math.max(room.window, window)
    }
    room.queued = item.last
    room.bytes += item.size
    addDurable(room, item)
  }
  return room
}

const noTime = () => 0

/** Counts anew what a room takes: several updates share a record, and folding and compaction leave less of them. */
export function countBytes(room: Room): void {
  let bytes = 0
  for (const { size } of room.items) bytes += size
  for (const each of room.queue) bytes += each.bytes.length
  room.bytes = bytes
}

/** Counts an item as on disk. */
export function addDurable(room: Room, item: LogItem): void {
  room.items = appended(room.items, item)
  room.committed = item.last
  if (item instanceof EntryRecord) {
    // It has no gaps, and what came before it is on disk.
    for (const { client, to } of item.blocks) room.durable.vector.set(client, to)
  } else addToVector(room.durable.vector, item)
  growDeletes(room.durable, item.deletes)
  if (item.deletes.size > 0) room.durable.digest = null
  for (const binding of item.bindings) room.bindings = appended(room.bindings, binding)
  for (const reception of item.receptions) room.receptions = appended(room.receptions, reception)
}
