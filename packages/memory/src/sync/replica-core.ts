import { type RoomName, roomToString } from '@commonplace/protocol'
import type { Storage } from '@commonplace/storage'
import type * as Y from 'yjs'
import type { Dot, Pause } from '../model'
import type { Journal } from './journal'
import type { Author } from './journal-codec'
import { Listeners } from './listeners'
import { ComputedObservable } from './observable'
import type { OutboxRecord } from './outbox'
import { ReceptionTimes } from './reception-times'
import { type Refusal, refusalOf } from './refusal'
import type { RoomPort } from './room-port'
import type { SessionEvent } from './session'
import { noSession, type Session, type SessionEffect, type SessionView, type Step } from './session-shape'
import type { SpaceStatus } from './status'
import { SyncError } from './sync-error'
import { WriteTracker } from './write-tracker'

export interface ReplicaOptions {
  /** the space's room; null: private, never leaves the device */
  readonly room: RoomName | null
  /** what errors call the space; its room when left out */
  readonly name?: string
  readonly storage: Storage
  /** resolves when commits wait for room */
  readonly waits?: Promise<unknown>
  /** names the space within the storage, e.g. its guid */
  readonly prefix: string
  /** an empty document for the space; called again for each rebuild */
  readonly createDoc: () => Y.Doc
  /** 53 random bits */
  readonly randomClientId: () => number
  readonly agent: Author
  /** between steps of long work; without it, all is done at once */
  readonly pause?: Pause
  /** ms; tells how long a write has been waiting, nothing else */
  readonly now: () => number
}

/** What decides and does what a room's session asks for. It comes with the connection: a memory without relay loads none of it. */
export interface SessionEngine {
  step(session: Session, event: SessionEvent, view: SessionView): Step
  proceed(session: Session, view: SessionView): Step
  /** Whether the document shows entries that were lent and that the room has not given. */
  isBorrowing(core: ReplicaCore): boolean
  /** Whether the room is full and has every delete that it can take of what waits on the disk. */
  hasFreed(session: Session, view: SessionView): boolean
  runEffect(core: ReplicaCore, effect: SessionEffect): void
}

/** The parts of a replica that its verbs, effects and jobs share. Everything here happens one thing at a time. */
export class ReplicaCore {
  readonly options: ReplicaOptions
  readonly journal: Journal
  readonly receptions: ReceptionTimes
  readonly writes: WriteTracker
  readonly status = new ComputedObservable<SpaceStatus>(() => this.#computeStatus())
  readonly documents = new Listeners<Y.Doc>()
  readonly refusals = new Listeners<Refusal>()
  /** dots of entries that the relay has on disk now */
  readonly acknowledgements = new Listeners<readonly Dot[]>()
  readonly moves = new Listeners<ReadonlyMap<string, Dot>>()
  readonly faults = new Listeners<SyncError>()
  doc: Y.Doc
  port: RoomPort | null = null
  /** from the first connection on; without one there is nothing to decide */
  engine: SessionEngine | null = null
  session: Session = noSession
  /** why nothing is done any more */
  end: SyncError | undefined
  /** what this replica could not mend, or what it had to */
  fault: SyncError | undefined
  /** whether a job is on its way that merges pieces of the base */
  isTidying = false
  /** whether something was lent since the room was last seen to have given it all */
  mayBorrow = false
  #events: SessionEvent[] = []
  #isRunning = false
  #jobs: Promise<void> = Promise.resolve()

  constructor(options: ReplicaOptions, journal: Journal, doc: Y.Doc) {
    this.options = options
    this.journal = journal
    this.receptions = new ReceptionTimes(journal)
    this.doc = doc
    this.writes = new WriteTracker(options.room === null)
  }

  /** The relay has these writes on disk. */
  acknowledge(records: readonly OutboxRecord[]): void {
    this.writes.reach(
      records.map(({ n }) => n),
      'relay',
    )
    const dots = records.flatMap(({ entries }) => entries.map(({ dot }) => dot))
    if (dots.length > 0) this.acknowledgements.emit(dots)
  }

  /** Writes that were refused for good and are kept for their author, oldest first. */
  parked(): Refusal[] {
    return [...this.journal.parked.values()].map(refusalOf).sort((a, b) => a.n - b.n)
  }

  get name(): string {
    const { name, room, prefix } = this.options
    return name ?? (room ? roomToString(room) : prefix)
  }

  get view(): SessionView {
    const { journal } = this
    return {
      client: journal.meta.client,
      own: journal.own,
      hole: journal.holes.get(journal.meta.client),
      receipts: journal.receipts,
      spare: journal.meta.spare,
      epoch: journal.meta.epoch,
      sentUpTo: journal.meta.sentUpTo,
      restore: journal.meta.restore,
      outbox: journal.outbox,
      vector: journal.base.vector,
      deletes: journal.base.deletes,
      isDurable: n => journal.isDurable(n),
      isWriter: client => {
        const { agent, user } = journal.bindings.get(client) ?? {}
        return agent === this.options.agent.agent && user === this.options.agent.user
      },
    }
  }

  /** Lets the session see an event, and does what follows. Events that come meanwhile wait for their turn. */
  dispatch(event: SessionEvent): void {
    const { engine } = this
    if (!engine) {
      if (event.type === 'closed') this.session = { ...this.session, phase: 'closed' }
      this.status.touch()
      return
    }
    this.#events.push(event)
    if (this.#isRunning) return
    this.#isRunning = true
    try {
      for (let next = this.#events.shift(); next; next = this.#events.shift()) {
        this.#run(engine, engine.step(this.session, next, this.view))
        this.#run(engine, engine.proceed(this.session, this.view))
      }
    } finally {
      this.#isRunning = false
      this.status.touch()
    }
  }

  #run(engine: SessionEngine, { session, effects }: Step): void {
    this.session = session
    for (const effect of effects) engine.runEffect(this, effect)
  }

  /**
   * Runs what has to wait for the disk, one after the other; the replica ends with a job that fails. Who needs to know
   * what came of one awaits it: a job is not begun once the replica has ended, but rejects with why.
   */
  enqueue<T>(job: () => Promise<T>): Promise<T> {
    const done = this.#jobs.then(() => {
      if (this.end) throw this.end
      return job()
    })
    this.#jobs = done.then(
      () => {},
      cause =>
        this.stop(
          cause instanceof SyncError
            ? cause
            : new SyncError(
                'storage-failed',
                `space ${this.name} could not read or write its journal: ${Object(cause).message}`,
                {
                  hint: 'open the memory again',
                  cause,
                },
              ),
        ),
    )
    return done
  }

  jobsDone(): Promise<void> {
    return this.#jobs
  }

  /** A write of this replica is parked: tells it, and whoever listens. */
  refuse(refusal: Refusal): void {
    this.writes.refuse(refusal)
    this.refusals.emit(refusal)
  }

  /** Ends everything for a reason that this replica cannot mend. */
  stop(error: SyncError): void {
    if (this.end) return
    this.end = error
    this.fault = error
    this.dispatch({ type: 'closed' })
    this.writes.end(error)
    this.faults.emit(error)
  }

  /** Says what was mended and why; nothing ends. */
  report(error: SyncError): void {
    this.fault = error
    this.faults.emit(error)
  }

  #computeStatus(): SpaceStatus {
    const { journal, session, doc } = this
    const oldest = journal.outbox[0]
    return {
      state: this.end === this.fault && this.fault ? 'failed' : this.options.room ? session.phase : 'private',
      pending: journal.outbox.length,
      ...(oldest && {
        oldestPendingSince: oldest.time,
        oldestPendingMs: Math.max(0, this.options.now() - oldest.time),
      }),
      refused: Object.freeze(this.parked()),
      epoch: journal.meta.epoch,
      synced: session.phase === 'live',
      borrowed: this.engine?.isBorrowing(this) ?? false,
      incomplete: doc.store.pendingStructs !== null || doc.store.pendingDs !== null,
      restoring: journal.meta.restore.length > 0,
      ...(journal.meta.stranded.length > 0 && { stranded: journal.meta.stranded.length }),
      rights: journal.meta.rights,
      ...(session.denied && { denied: session.denied }),
      ...(session.full && { full: session.full }),
      ...(this.fault && { fault: { code: this.fault.code, message: this.fault.message } }),
    }
  }
}
