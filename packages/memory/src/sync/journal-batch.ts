import { defaultLimits, mergeUpdates, type Reception, scrubUpdate } from '@commonplace/protocol'
import type { Operation } from '@commonplace/storage'
import { type Dot, dotToString } from '../model'
import type { Base } from './base'
import type { DescribedUpdate } from './described-update'
import {
  type Author,
  encodeBinding,
  encodeMeta,
  encodeMoved,
  encodeNumbered,
  encodeOutbox,
  encodeParked,
  encodeReception,
  type Meta,
  type ParkedRecord,
} from './journal-codec'
import type { JournalKeys } from './journal-keys'
import type { OutboxRecord } from './outbox'
import type { ReceptionBook } from './reception-book'

/** The part of the journal that is held in memory. */
export interface JournalMirror {
  readonly keys: JournalKeys
  readonly base: Base
  /** unacknowledged writes in the order they were made */
  outbox: OutboxRecord[]
  readonly parked: Map<number, ParkedRecord>
  /** client id → clocks of refused writes that its next write has to fill */
  readonly holes: Map<number, Uint8Array>
  /** every client id this replica ever wrote with */
  readonly own: Set<number>
  /** the relay's receipts for them */
  readonly receipts: Map<number, Uint8Array>
  readonly bindings: Map<number, Author>
  readonly receptions: ReceptionBook
  /** dot as text → the one that its entry has instead, which may have moved again */
  readonly moved: Map<string, Dot>
  meta: Meta
}

/** Neighbours that make a piece together: of more than one, no more bytes than an update may have. */
function runsOf(updates: readonly DescribedUpdate[]): DescribedUpdate[][] {
  const runs: DescribedUpdate[][] = []
  let room = 0
  for (const each of updates) {
    const { length } = each.update
    if (length > room) {
      runs.push([])
      room = defaultLimits.updateBytes
    }
    runs.at(-1)!.push(each)
    room -= length
  }
  return runs
}

/** Where a write is among those in the order they were made: found by halving, since an outbox may hold all that was ever written. */
function placeOf(outbox: readonly OutboxRecord[], n: number): number {
  let low = 0
  let high = outbox.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (outbox[middle]!.n < n) low = middle + 1
    else high = middle
  }
  return low
}

/** The steps of one commit: each changes the mirror at once and adds what the disk has to do. */
export class JournalBatch {
  readonly operations: Operation[] = []
  /** writes this commit stores */
  readonly stored: number[] = []
  /** writes this commit takes out of the outbox */
  readonly removed: number[] = []
  readonly #mirror: JournalMirror

  constructor(mirror: JournalMirror) {
    this.#mirror = mirror
  }

  setMeta(change: Partial<Meta>): void {
    this.#mirror.meta = { ...this.#mirror.meta, ...change }
    this.operations.push({ put: this.#mirror.keys.meta, value: encodeMeta(this.#mirror.meta) })
  }

  /** In the same commit as the deletion: a crash between it and the purge forgets neither. */
  #noteDeletion(): void {
    this.setMeta({ deleted: (this.#mirror.meta.deleted ?? 0) + 1 })
  }

  /** Stores a write, a new one or another version of one that is there. */
  putWrite(record: OutboxRecord): void {
    const { outbox, keys } = this.#mirror
    if (record.n > (outbox.at(-1)?.n ?? 0)) {
      outbox.push(record)
      if (record.removes.length > 0 && !record.isCompaction) this.#noteDeletion()
    } else outbox[placeOf(outbox, record.n)] = record
    this.stored.push(record.n)
    this.operations.push({ put: keys.outbox(record.n), value: encodeOutbox(record) })
  }

  dropWrites(numbers: ReadonlySet<number>): void {
    if (numbers.size === 0) return
    this.#mirror.outbox = this.#mirror.outbox.filter(({ n }) => !numbers.has(n))
    for (const n of numbers) {
      this.removed.push(n)
      this.operations.push({ delete: this.#mirror.keys.outbox(n) })
    }
  }

  park(parked: ParkedRecord): void {
    this.#mirror.parked.set(parked.record.n, parked)
    this.operations.push({ put: this.#mirror.keys.parked(parked.record.n), value: encodeParked(parked) })
  }

  unpark(n: number): void {
    this.#mirror.parked.delete(n)
    this.operations.push({ delete: this.#mirror.keys.parked(n) })
  }

  /** The updates become part of the base, as one piece, or as several that are read in steps. */
  learn(updates: readonly DescribedUpdate[]): void {
    const { base, keys } = this.#mirror
    for (const run of runsOf(updates)) {
      if (run.some(({ description }) => base.loses(description))) this.#noteDeletion()
      for (const { description } of run) base.add(description)
      const number = base.nextNumber
      const merged = mergeUpdates(run.map(({ update }) => update))
      // Nobody is told of what comes deleted already, so nobody would purge it.
      const isWhole = !run.some(({ description }) => base.bringsDeleted(description))
      const update = isWhole ? merged : scrubUpdate(merged, base.deletes)
      base.pieces.push({ number, bytes: update.length })
      this.operations.push({ put: keys.base(number), value: encodeNumbered(number, update) })
    }
  }

  /** Neighbouring pieces of the base become one, in the place of the first; a single one gets another form. */
  mergePieces(numbers: readonly number[], update: Uint8Array): void {
    const { base, keys } = this.#mirror
    const [first, ...others] = numbers
    const at = base.pieces.findIndex(piece => piece.number === first)
    base.pieces.splice(at, numbers.length, { number: first!, bytes: update.length })
    this.operations.push({ put: keys.base(first!), value: encodeNumbered(first!, update) })
    for (const number of others) this.operations.push({ delete: keys.base(number) })
  }

  setHole(client: number, hole: Uint8Array | null): void {
    const { holes, keys } = this.#mirror
    if (hole) {
      holes.set(client, hole)
      this.operations.push({ put: keys.hole(client), value: encodeNumbered(client, hole) })
    } else if (holes.delete(client)) {
      this.operations.push({ delete: keys.hole(client) })
    }
  }

  addOwn(client: number, receipt?: Uint8Array): void {
    const { own, receipts, keys } = this.#mirror
    if (own.has(client) && !receipt) return
    own.add(client)
    // A frame is a view of what the socket read.
    if (receipt) receipts.set(client, receipt.slice())
    this.operations.push({ put: keys.own(client), value: encodeNumbered(client, receipt) })
  }

  /** An entry has another dot from now on; whoever was given the old one may ask for it. */
  move(old: Dot, now: Dot): void {
    const { moved, keys } = this.#mirror
    moved.set(dotToString(old), now)
    this.operations.push({ put: keys.moved(old.client, old.clock), value: encodeMoved(old, now) })
  }

  bind(client: number, author: Author): void {
    const { bindings, keys } = this.#mirror
    bindings.set(client, author)
    this.operations.push({ put: keys.binding(client), value: encodeBinding(client, author) })
  }

  /** When the relay received what; what another epoch said is forgotten. */
  receive(epoch: string, all: readonly Reception[]): void {
    const { receptions, keys, meta } = this.#mirror
    if (meta.receptionEpoch !== epoch) {
      receptions.clear()
      this.operations.push({ deleteRange: keys.all('reception') })
      this.setMeta({ receptionEpoch: epoch })
    }
    for (const each of all) {
      if (!receptions.add(each)) continue
      this.operations.push({ put: keys.reception(each.client, each.clock), value: encodeReception(each) })
    }
  }
}
