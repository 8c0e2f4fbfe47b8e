import type { Storage } from '@commonplace/storage'
import { type Dot, dotToString, type Pause } from '../model'
import { Base } from './base'
import { JournalBatch, type JournalMirror } from './journal-batch'
import {
  type Author,
  decodeBinding,
  decodeMeta,
  decodeMoved,
  decodeNumbered,
  decodeOutbox,
  decodeParked,
  decodeReception,
  type Meta,
  type ParkedRecord,
} from './journal-codec'
import { type JournalKeys, journalKeys } from './journal-keys'
import type { OutboxRecord } from './outbox'
import { ReceptionBook } from './reception-book'

export interface JournalListener {
  /** A commit has reached the disk. */
  onDurable(): void
  /** The storage did not take a commit; nothing later is on disk either. */
  onFailure(error: unknown): void
}

/**
 * All that a replica keeps: the base, what is not acknowledged, what was refused, and its own identity. What is in
 * memory mirrors what was asked of the storage; every change of both is one commit.
 */
export class Journal implements JournalMirror {
  readonly keys: JournalKeys
  readonly base = new Base()
  outbox: OutboxRecord[] = []
  readonly parked = new Map<number, ParkedRecord>()
  readonly holes = new Map<number, Uint8Array>()
  readonly own = new Set<number>()
  readonly receipts = new Map<number, Uint8Array>()
  readonly bindings = new Map<number, Author>()
  readonly receptions = new ReceptionBook()
  readonly moved = new Map<string, Dot>()
  meta: Meta = {
    epoch: '',
    clean: false,
    client: 0,
    spare: 0,
    n: 0,
    restore: [],
    stranded: [],
    sentUpTo: null,
    rights: [],
  }
  readonly #storage: Storage
  readonly #listener: JournalListener
  /** write → the commit that stored it last */
  readonly #commits = new Map<number, number>()
  #asked = 0
  #durable = 0
  #last: Promise<void> = Promise.resolve()

  private constructor(storage: Storage, prefix: string, listener: JournalListener) {
    this.#storage = storage
    this.keys = journalKeys(prefix)
    this.#listener = listener
  }

  /**
   * Reads a journal.
   *
   * @returns the journal, and the updates of its base in their order, which it does not hold
   * @throws SyncError `damaged` or `newer`; StorageError
   */
  static async load(
    storage: Storage,
    prefix: string,
    listener: JournalListener,
    pause?: Pause,
  ): Promise<{ journal: Journal; updates: Uint8Array[] }> {
    const journal = new Journal(storage, prefix, listener)
    const meta = await storage.get(journal.keys.meta)
    if (meta) journal.meta = decodeMeta(meta)
    const values = (sort: Parameters<JournalKeys['all']>[0]) => storage.range(...journal.keys.all(sort))
    for await (const { value } of values('own')) {
      const [client, receipt] = decodeNumbered(value, 'a client id')
      journal.own.add(client)
      if (receipt.length > 0) journal.receipts.set(client, receipt.slice())
    }
    for await (const { value } of values('hole')) journal.holes.set(...decodeNumbered(value, 'a hole'))
    for await (const { value } of values('binding')) journal.bindings.set(...decodeBinding(value))
    for await (const { value } of values('reception')) journal.receptions.add(decodeReception(value))
    for await (const { value } of values('moved')) {
      const [old, now] = decodeMoved(value)
      journal.moved.set(dotToString(old), now)
    }
    for await (const { value } of values('outbox')) {
      journal.outbox.push(decodeOutbox(value))
      const turn = pause?.()
      if (turn) await turn
    }
    for await (const { value } of values('parked')) {
      const parked = decodeParked(value)
      journal.parked.set(parked.record.n, parked)
    }
    const n = Math.max(journal.meta.n, journal.outbox.at(-1)?.n ?? 0, ...journal.parked.keys())
    journal.meta = { ...journal.meta, n }
    const updates: Uint8Array[] = []
    for await (const { value } of values('base')) {
      const [number, update] = decodeNumbered(value, 'a piece')
      journal.base.pieces.push({ number, bytes: update.length })
      updates.push(update)
      const turn = pause?.()
      if (turn) await turn
    }
    return { journal, updates }
  }

  /** Whether the write is on disk as it is now. */
  isDurable(n: number): boolean {
    return (this.#commits.get(n) ?? 0) <= this.#durable
  }

  /** The dot that an entry has which had this one when it was written here; itself when it never moved. */
  presentDot(dot: Dot): Dot {
    let present = dot
    // Each move is to an id that was not there before, so this ends.
    for (let next = this.moved.get(dotToString(dot)); next; next = this.moved.get(dotToString(next))) present = next
    return present
  }

  /** Resolves when everything asked for so far is on disk. */
  settled(): Promise<void> {
    return this.#last
  }

  /**
   * The updates of the base from one piece up to another, as they are on disk once all is there that was asked for; new
   * pieces that come while it is read are among them. Only a job may read several: no other one merges them meanwhile.
   */
  async readBase(from = 0, to = Number.MAX_SAFE_INTEGER): Promise<Uint8Array[]> {
    const updates: Uint8Array[] = []
    let next = from
    for (let end = 0; end < this.base.nextNumber; ) {
      end = this.base.nextNumber
      await this.#last
      for await (const { value } of this.#storage.range(this.keys.base(next), this.keys.base(to))) {
        const [number, update] = decodeNumbered(value, 'a piece')
        updates.push(update)
        next = number + 1
      }
    }
    return updates
  }

  /** Changes memory at once, and the disk as one: all of it happens there, or none. */
  commit(change: (batch: JournalBatch) => void): Promise<void> {
    const batch = new JournalBatch(this)
    change(batch)
    const number = ++this.#asked
    for (const n of batch.removed) this.#commits.delete(n)
    for (const n of batch.stored) this.#commits.set(n, number)
    this.#last = this.#storage.commit(batch.operations).then(
      () => {
        this.#durable = Math.max(this.#durable, number)
        this.#listener.onDurable()
      },
      error => {
        this.#listener.onFailure(error)
        throw error
      },
    )
    // Whoever needs this commit awaits it; the listener is told in any case.
    this.#last.catch(() => {})
    return this.#last
  }
}
