import {
  type PatientStorage,
  patientStorage,
  type Storage,
  type StorageError,
  type Waiting,
} from '@commonplace/storage'
import { ComputedObservable, type Observable, type Timers } from '../sync'
import type { Persistence, StorageStatus } from './storage-status'

export interface StoreOptions {
  readonly now: () => number
  readonly timers: Timers
  readonly persistence: Persistence | undefined
}

/** Where this device keeps a memory, and how that stands. */
export class Store {
  readonly status: Observable<StorageStatus>
  /** Resolves when commits have begun to wait for room, once and for all. */
  readonly waits: Promise<void>
  /** Tells whoever opens a store of the platform's next that it is being closed. */
  onLeaving: (closed: Promise<void>) => void = () => {}
  /** Commits begin to wait, for this reason. */
  onTrouble: (error: unknown) => void = () => {}
  readonly #options: StoreOptions
  #onFull = () => {}
  readonly #changed: ComputedObservable<StorageStatus>
  #kind: StorageStatus['kind'] = 'given'
  #patient: PatientStorage | undefined
  #waiting: Waiting | undefined
  #isPersisted: boolean | undefined
  #askedFor: string | undefined
  #lost: StorageError | undefined

  constructor(options: StoreOptions) {
    this.#options = options
    this.waits = new Promise(resolve => {
      this.#onFull = resolve
    })
    this.#changed = new ComputedObservable<StorageStatus>(() => this.#compute())
    this.status = this.#changed
  }

  /** Keeps the memory in a storage of the platform's: its commits wait while there is no room. */
  onDisk(storage: Storage): Storage {
    const { now, timers, persistence } = this.#options
    this.#kind = 'disk'
    this.#patient = patientStorage(storage, {
      now,
      later: (ms, callback) => {
        const timer = timers.set(ms, callback)
        return () => timers.clear(timer)
      },
      onWaiting: waiting => {
        if (waiting && !this.#waiting) this.onTrouble(waiting.reason)
        if (waiting) this.#onFull()
        this.#waiting = waiting
        this.#changed.touch()
      },
    })
    persistence?.persisted().then(
      isPersisted => this.#learn(isPersisted),
      () => {},
    )
    return this.#patient
  }

  /** Keeps it in plain memory: the platform has nothing better. */
  inMemory(storage: Storage): Storage {
    this.#kind = 'memory'
    return storage
  }

  /** The platform has taken the store away. */
  lose(error: StorageError): void {
    this.#lost = error
    this.#changed.touch()
    this.onTrouble(error)
  }

  /** Asks the platform to keep it until a person deletes it. @returns its answer */
  async persist(reason: string): Promise<boolean> {
    this.#askedFor = reason
    if (this.#kind === 'disk') this.#learn((await this.#options.persistence?.persist()) ?? true)
    return this.#isPersisted ?? false
  }

  retry(): void {
    this.#patient?.retry()
  }

  /** Waits for what has to be on the disk before anything else is: it fails where there is no room. */
  async impatiently<T>(work: Promise<T>): Promise<T> {
    let isOver = false
    this.waits.then(() => isOver || this.#patient?.hurry())
    try {
      return await work
    } finally {
      isOver = true
      this.#patient?.hurry(false)
    }
  }

  /** What cannot be stored now never will be. */
  hurry(): void {
    this.#patient?.hurry()
  }

  #learn(isPersisted: boolean): void {
    this.#isPersisted = isPersisted
    this.#changed.touch()
  }

  #compute(): StorageStatus {
    const waiting = this.#waiting
    return {
      kind: this.#kind,
      waiting: waiting?.commits ?? 0,
      waitingBytes: waiting?.bytes ?? 0,
      ...(waiting && {
        waitingSince: waiting.since,
        reason: { code: 'storage-full', message: waiting.reason.message, hint: waiting.reason.hint },
      }),
      ...(this.#lost && { lost: { code: 'storage-failed', message: this.#lost.message, hint: this.#lost.hint } }),
      ...(this.#isPersisted !== undefined && { persisted: this.#isPersisted }),
      ...(this.#askedFor !== undefined && { askedFor: this.#askedFor }),
    }
  }
}
