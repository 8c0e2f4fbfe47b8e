import type { LeaseToken, Limits, Right } from '@commonplace/protocol'
import type * as Y from 'yjs'
import { abortable } from '../abortable'
import { appendWithin, type Dot, deleteEntries, dotToString, type NewEntry } from '../model'
import type { Author } from './journal-codec'
import { borrow, giveBack, type Loan, lend } from './lending'
import type { Observable } from './observable'
import { openCore } from './open-core'
import { localOrigin } from './origins'
import { putWrite } from './put-write'
import type { ReceptionTimes } from './reception-times'
import type { Refusal } from './refusal'
import type { ReplicaCore, ReplicaOptions, SessionEngine } from './replica-core'
import { closedError } from './replica-errors'
import type { RoomPort } from './room-port'
import type { RoomFrame } from './session'
import type { SpaceStatus } from './status'
import { SyncError } from './sync-error'
import { isAtLeast, type Tier, type Write } from './write'

/** Half of what a relay takes at once, so that a write and the hole in front of it fit one frame. */
export const maxRecordBytes = 128 * 1024
const maxRemovesOfRecord = 1024

/**
 * What a replica is made of, for functions on replicas that are loaded apart.
 *
 * @throws SyncError `closed` or `storage-failed`
 */
export let coreOf: (replica: Replica) => ReplicaCore

/**
 * One space on this device: its live document, its journal on disk, and its session with a room. What is written is in
 * the document at once, on disk before it is sent, and in the outbox until the relay has answered.
 */
export class Replica {
  readonly #core: ReplicaCore
  #closing: Promise<void> | undefined

  static {
    coreOf = replica => replica.#open()
  }

  private constructor(core: ReplicaCore) {
    this.#core = core
  }

  /**
   * Opens a space from its journal, or a new one. The storage must be this process's alone.
   *
   * @throws SyncError `damaged` or `newer`; StorageError
   */
  static async open(options: ReplicaOptions): Promise<Replica> {
    return new Replica(await openCore(options))
  }

  /** Base and outbox. Replaced when a refused write has to be taken out, see `onDocument`. */
  get doc(): Y.Doc {
    return this.#core.doc
  }

  /** The client id this replica writes under at present. */
  get client(): number {
    return this.#core.journal.meta.client
  }

  get room(): ReplicaOptions['room'] {
    return this.#core.options.room
  }

  /** What the relay granted at the last join; nothing before the first, and nothing to a private space. */
  get rights(): ReadonlySet<Right> {
    return new Set(this.#core.journal.meta.rights)
  }

  get status(): Observable<SpaceStatus> {
    return this.#core.status
  }

  /**
   * Appends entries: in the document at once, then on disk, then with the relay.
   *
   * @param options.lease the lease they are made under: the relay takes them only while it lasts
   * @throws SyncError `closed` or `storage-failed`; ModelError as `appendEntries`
   */
  append(entries: readonly NewEntry[], { lease }: { readonly lease?: LeaseToken } = {}): Write {
    const core = this.#open()
    if (entries.length === 0) return core.writes.begin([], [])
    const { client } = core.journal.meta
    const written = appendWithin(maxRecordBytes, core.doc, client, entries, localOrigin)
    const parts = written.map(({ update, dots, from }) => ({
      bytes: update,
      entries: dots.map((dot, i) => ({ dot, ...entries[from + i]! })),
      removes: [],
      ...(lease && { lease }),
    }))
    return putWrite(
      core,
      written.flatMap(({ dots }) => dots),
      parts,
    )
  }

  /**
   * Deletes entries of this agent, or anybody's where the relay granted `curate`: to undo, to erase, or, as a compaction,
   * because others superseded them; a compaction is given up when a write before it is refused.
   *
   * @throws SyncError `not-own` when an entry is named that may not be deleted, `closed` or `storage-failed`
   */
  remove(dots: readonly Dot[], { isCompaction = false }: { readonly isCompaction?: boolean } = {}): Write {
    const core = this.#open()
    const foreign = dots.find(({ client }) => !this.mayRemove(client))
    if (foreign) {
      throw new SyncError('not-own', `${dotToString(foreign)} in ${core.name} was written by somebody else`, {
        hint: 'write a tombstone',
      })
    }
    const parts = []
    for (let from = 0; from < dots.length; from += maxRemovesOfRecord) {
      const removes = dots.slice(from, from + maxRemovesOfRecord)
      const bytes = deleteEntries(core.doc, removes, localOrigin)
      if (bytes) parts.push({ bytes, entries: [], removes, isCompaction })
    }
    if (parts.length > 0) return putWrite(core, dots, parts)
    // They are gone already; whoever deleted them may still be waiting for the relay.
    return core.writes.begin(
      dots,
      core.journal.outbox.map(({ n }) => n),
    )
  }

  /** What another replica of this agent lacks, by its state vector; all that there is without one. */
  lend(vector?: Uint8Array): Promise<Loan> {
    return lend(this.#open(), vector)
  }

  /** Shows what another replica of this agent lent; it is neither stored here nor sent. */
  borrow(loan: Loan): Promise<void> {
    return borrow(this.#open(), loan)
  }

  /** Forgets what was lent and has not come from the relay since. */
  giveBack(): void {
    giveBack(this.#open())
  }

  /** The dots of the entries that no relay has acknowledged, those of earlier sessions included. */
  pendingDots(): Dot[] {
    return this.#core.journal.outbox.flatMap(({ entries }) => entries.map(({ dot }) => dot))
  }

  /** Who writes under a client id, as the relay bound it; undefined for one that was never bound. */
  authorOf(client: number): Author | undefined {
    return this.#core.journal.bindings.get(client)
  }

  get receptions(): ReceptionTimes {
    return this.#core.receptions
  }

  /** Whether entries under a client id may be deleted here: this agent's, or anybody's with the right `curate`. */
  mayRemove(client: number): boolean {
    const { journal, options } = this.#core
    if (journal.own.has(client) || journal.meta.rights.includes('curate')) return true
    const author = journal.bindings.get(client)
    return author?.agent === options.agent.agent && author.user === options.agent.user
  }

  /** The agents that are known to write here. */
  authors(): Author[] {
    return [...this.#core.journal.bindings.values()]
  }

  /** Whether this replica writes or ever wrote under a client id. */
  isOwn(client: number): boolean {
    return this.#core.journal.own.has(client)
  }

  /** Whether an entry is in the room for good: the relay gave or acknowledged it. What a private space holds always is. */
  isAcknowledged({ client, clock }: Dot): boolean {
    return clock < (this.#core.journal.base.vector.get(client) ?? 0)
  }

  /** Tells whenever the document was replaced: listen to the new one, drop the old one. */
  onDocument(listener: (doc: Y.Doc) => void): () => void {
    return this.#core.documents.add(listener)
  }

  /** Tells the dots of entries when the relay has them on disk, those of earlier sessions included. */
  onAcknowledged(listener: (dots: readonly Dot[]) => void): () => void {
    return this.#core.acknowledgements.add(listener)
  }

  /** Tells each write that was refused for good, once. */
  onRefused(listener: (refusal: Refusal) => void): () => void {
    return this.#core.refusals.add(listener)
  }

  /** Tells when entries got other names, old dot as text → new dot: after this store was cloned, or the relay lost its log. */
  onMoved(listener: (moved: ReadonlyMap<string, Dot>) => void): () => void {
    return this.#core.moves.add(listener)
  }

  /** The dot that an entry has which had this one when it was written here; itself when it never moved. */
  presentDot(dot: Dot): Dot {
    return this.#core.journal.presentDot(dot)
  }

  /** Tells what this replica could not mend, and `clients-collided`, which it did mend. */
  onFault(listener: (fault: SyncError) => void): () => void {
    return this.#core.faults.add(listener)
  }

  /** Writes that were refused for good and are kept for their author, oldest first. */
  parked(): Refusal[] {
    return this.#core.parked()
  }

  /**
   * Waits until every write made so far has come to this tier, or was refused for good. A private space has nothing
   * to bring to a relay: for it `relay` means `local`.
   *
   * @throws SyncError `closed` or `storage-failed`; the signal's reason when it is aborted
   */
  async flush(tier: Tier, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    const { journal, writes } = this.#open()
    signal?.throwIfAborted()
    if (isAtLeast(tier, 'local')) await abortable(journal.settled(), signal)
    if (tier !== 'relay' || this.room === null) return
    const numbers = journal.outbox.flatMap(({ n, isAnswered }) => (isAnswered ? [] : n))
    await writes.begin([], numbers, signal).reached('relay', { signal })
  }

  /** Ends cleanly: what is written is on disk, and the client id can be used again. Unacknowledged writes stay. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const core = this.#core
    if (core.end) return
    // A rebuild that is not done yet may be there to replace the client id: then it must not be used again.
    const clean = core.session.phase !== 'blocked' && core.session.phase !== 'blocked-offline'
    core.dispatch({ type: 'closed' })
    core.end = closedError(core.name)
    await core.jobsDone()
    core.writes.end(core.end)
    await core.journal.commit(batch => batch.setMeta({ clean }))
  }

  /** For connections: the relay can be reached through this port. */
  connect(port: RoomPort, engine: SessionEngine, limits: Limits): void {
    if (this.#core.end) return
    this.#core.port = port
    this.#core.engine ??= engine
    this.#core.dispatch({ type: 'connected', limits })
  }

  /** For connections: the port is gone. */
  disconnect(): void {
    this.#core.port = null
    this.#core.dispatch({ type: 'disconnected' })
  }

  /** For connections: a frame of this room came. */
  receive(frame: RoomFrame): void {
    this.#core.dispatch(frame)
  }

  /** For connections: the pause is over. */
  retry(): void {
    this.#core.dispatch({ type: 'retry' })
  }

  #open(): ReplicaCore {
    if (this.#core.end) throw this.#core.end
    return this.#core
  }
}
