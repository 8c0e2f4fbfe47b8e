import { decodeUpdate, type LeaseToken, mergeUpdates } from '@commonplace/protocol'
import { type Dot, type Entry, entriesIn } from '../model'

/** One write that no relay acknowledged yet: it adds entries or removes some, never both. */
export interface OutboxRecord {
  /** the journal's own number: grows with every write, never used twice */
  readonly n: number
  readonly client: number
  /** ms of the clock passed in, when the write was made */
  readonly time: number
  readonly entries: readonly Entry[]
  readonly removes: readonly Dot[]
  /** removes that rest on other writes; decided anew, not replayed, when one of those is refused */
  readonly isCompaction: boolean
  /** clocks of refused writes that this one has to fill first */
  readonly hole: Uint8Array | null
  /** the token of the lease it was made under: it is sent alone, and taken only while that lasts */
  readonly lease?: LeaseToken
  /** the relay has what the room can take of it */
  isAnswered?: boolean
  /** the write itself */
  readonly bytes: Uint8Array
  /** as it is sent: the hole, then the write */
  readonly update: Uint8Array
}

/** What a record is made of; the rest follows. */
export type OutboxParts = Omit<OutboxRecord, 'update'>

/** The entries of a write as it comes from disk. */
export const entriesOf = (bytes: Uint8Array): Entry[] =>
  [...decodeUpdate(bytes).blocks.values()].flatMap(structs => entriesIn(structs))

// V8 of Node 20 would give each `{ ...parts, update }` a hidden class of its own.
export const withUpdate = (parts: OutboxParts): OutboxRecord =>
  Object.assign({}, parts, { update: parts.hole ? mergeUpdates([parts.hole, parts.bytes]) : parts.bytes })
