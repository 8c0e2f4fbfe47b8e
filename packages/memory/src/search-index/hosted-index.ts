import type { Pause } from '../model'
import type { Indexed } from '../recall'
import { ComputedObservable, type Observable } from '../sync'
import { IndexLost } from './index-lost'
import type { IndexStatus } from './index-status'
import type { LocalIndex } from './local-index'
import { idToPlace } from './place-id'
import type { RemoteIndex, RemoteOptions } from './remote-index'
import type { SearchIndex } from './search-index'

/** @throws whatever keeps the worker from being started */
export type StartRemote = (told: Pick<RemoteOptions, 'onPassage' | 'onLost'>) => Promise<RemoteIndex>

export interface HostOptions {
  readonly createLocal: () => LocalIndex
  /** Why there is no worker to be had, or how one is. */
  readonly worker: { readonly reason: string } | { readonly start: StartRemote; readonly from: number }
  readonly pause: Pause
  readonly now: () => number
  /** What a record means has changed, or it left the index. */
  readonly onPassage: (id: string) => void
  /** When records were last said again, ms, by id. */
  readonly said: () => Iterable<readonly [id: string, at: number]>
  /** Puts every record that there is. */
  readonly refill: () => Promise<void>
  readonly onError: (error: unknown) => void
}

/** A worker that was lost so often in so long, ms, is not started again before that. */
const [mostLosses, lossesCountMs] = [3, 600_000]

/**
 * The search index in this thread while it is small, in a worker from some size on. It answers here until the worker holds
 * all of it. When the worker is lost the index is built anew of the records, in another one or here; who searches waits.
 */
export class HostedIndex implements SearchIndex {
  readonly status: Observable<IndexStatus>
  readonly #options: HostOptions
  readonly #status = new ComputedObservable<IndexStatus>(() => this.#place())
  /** The one in this thread, as long as it is whole. */
  #here: LocalIndex | undefined
  /** The one in a worker; while there is one here too, it is being filled. */
  #there: RemoteIndex | undefined
  #moving: Promise<void> | undefined
  #rebuilding: Promise<void> | undefined
  /** Spaces whose records are being put back: nobody has them yet, so nobody may take them away. */
  readonly #restoring = new Set<string>()
  /** When a worker was lost, ms, the last first. */
  #losses: readonly number[] = []
  #reason: string | undefined
  #isClosed = false

  constructor(options: HostOptions) {
    this.#options = options
    this.#here = options.createLocal()
    if ('reason' in options.worker) this.#reason = options.worker.reason
    this.status = this.#status
  }

  /** So many more records are about to come: where they are many, they go to a worker at once. */
  async expect(count: number): Promise<void> {
    this.#consider(count)
    await this.#moving
  }

  put(record: Indexed): void {
    this.#here?.put(record)
    this.#there?.put(record)
    this.#consider(0)
  }

  remove(id: string): void {
    if (this.#restoring.size > 0 && this.#restoring.has(idToPlace(id).space)) return
    this.#here?.remove(id)
    this.#there?.remove(id)
  }

  saidAgain(id: string, at: number): void {
    this.#there?.saidAgain(id, at)
  }

  search(...[query, signal]: Parameters<SearchIndex['search']>): ReturnType<SearchIndex['search']> {
    signal?.throwIfAborted()
    return this.#whole(index => index.search(query, signal))
  }

  passageOf(id: string): string | undefined {
    return this.#answering?.passageOf(id)
  }

  setVector(id: string, vector: ArrayLike<number>): void {
    this.#answering?.setVector(id, vector)
  }

  /**
   * As `SearchIndex` has it, and begun before anybody knows whether what was saved fits the space.
   *
   * @param fits settles later; when it does not fit, all records that there are go into a new index
   */
  async restore(
    space: string,
    bytes: Uint8Array<ArrayBuffer>,
    fits: Promise<boolean> = Promise.resolve(true),
  ): ReturnType<SearchIndex['restore']> {
    await this.#moving
    await this.#rebuilding
    this.#restoring.add(space)
    const index = this.#answering
    try {
      const beside = await index?.restore(space, bytes)
      const isFit = await fits
      await this.#rebuilding
      if (isFit && index === this.#answering) return beside
      if (beside && index === this.#answering) await this.#startAnew()
      return undefined
    } catch (error) {
      // With the worker went what it had restored: the space is read anew.
      if (error instanceof IndexLost) return undefined
      throw error
    } finally {
      this.#restoring.delete(space)
      this.#consider(0)
    }
  }

  async save(...given: Parameters<SearchIndex['save']>): ReturnType<SearchIndex['save']> {
    if (this.#rebuilding) return undefined
    try {
      return await this.#answering?.save(...given)
    } catch (error) {
      if (error instanceof IndexLost) return undefined
      throw error
    }
  }

  async settled(): Promise<void> {
    // One that is being filled is done with what was removed before it answers.
    await this.#whole(() => Promise.all([this.#here?.settled(), this.#there?.settled()]))
  }

  pressure(): Promise<void> | undefined {
    return this.#there?.pressure()
  }

  close(): void {
    this.#isClosed = true
    this.#there?.close()
  }

  get #isUnsteady(): boolean {
    const first = this.#losses[mostLosses - 1]
    return first !== undefined && this.#options.now() - first < lossesCountMs
  }

  get #answering(): LocalIndex | RemoteIndex | undefined {
    return this.#here ?? this.#there
  }

  /** Asks an index that lacks nothing, and again when it is lost before it answers. */
  async #whole<T>(ask: (index: SearchIndex) => Promise<T>): Promise<T> {
    for (;;) {
      while (this.#rebuilding) await this.#rebuilding
      const index = this.#answering
      if (index === undefined) throw new IndexLost('the memory was closed')
      try {
        return await ask(index)
      } catch (error) {
        if (!(error instanceof IndexLost) || this.#isClosed) throw error
        if (index === this.#there) this.#lost(index, error)
      }
    }
  }

  #consider(more: number): void {
    const { worker } = this.#options
    if (this.#here === undefined || this.#there || this.#moving || this.#rebuilding) return
    if (this.#restoring.size > 0 || this.#isClosed) return
    if ('reason' in worker || this.#isUnsteady || this.#here.size + more < worker.from) return
    this.#moving = this.#move()
      .catch(error => this.#failed(error))
      .finally(() => {
        this.#moving = undefined
        this.#status.touch()
      })
    this.#status.touch()
  }

  async #move(): Promise<void> {
    const remote = await this.#start()
    const here = this.#here
    if (remote === undefined || here === undefined) return remote?.close()
    this.#there = remote
    if (here.size > 0) await this.#fill(remote, here)
    if (this.#there !== remote) return
    this.#here = undefined
    for (const id of remote.passages()) this.#options.onPassage(id)
  }

  /** What is put and removed meanwhile goes to both. */
  async #fill(remote: RemoteIndex, from: LocalIndex): Promise<void> {
    for (const [id, at] of this.#options.said()) remote.saidAgain(id, at)
    for (const record of from.records()) {
      remote.put(record)
      const turn = this.#options.pause() ?? remote.pressure()
      if (turn) await turn
      if (this.#there !== remote) return
    }
    await remote.settled().catch(() => {})
  }

  async #start(): Promise<RemoteIndex | undefined> {
    const { worker, onPassage } = this.#options
    if ('reason' in worker || this.#isUnsteady) return undefined
    let started: RemoteIndex | undefined
    const remote = await worker.start({
      onPassage: id => {
        if (started && this.#answering === started) onPassage(id)
      },
      // Of one that was lost before it was taken, the first who asks it hears.
      onLost: error => started && this.#lost(started, error),
    })
    started = remote
    if (!this.#isClosed) return remote
    remote.close()
    return undefined
  }

  #failed(error: unknown): void {
    this.#losses = [this.#options.now(), ...this.#losses].slice(0, mostLosses)
    this.#reason = error instanceof Error ? error.message : String(error)
    this.#options.onError(error)
  }

  #lost(remote: RemoteIndex, error: unknown): void {
    if (this.#there !== remote || this.#isClosed) return
    this.#failed(error)
    this.#there = undefined
    if (this.#here === undefined) this.#rebuild()
    this.#status.touch()
  }

  /** What was put back belongs to no space that is there: an index without it is built as if this one had been lost. */
  async #startAnew(): Promise<void> {
    this.#there?.close()
    this.#there = undefined
    this.#here = undefined
    if (!this.#isClosed) this.#rebuild()
    this.#status.touch()
    await this.#rebuilding
  }

  #rebuild(): void {
    const rebuilding = this.#built()
      .catch(error => {
        if (!(error instanceof IndexLost)) this.#options.onError(error)
      })
      .finally(() => {
        if (this.#rebuilding === rebuilding) this.#rebuilding = undefined
        this.#status.touch()
      })
    this.#rebuilding = rebuilding
  }

  /** What is put before there is an index again, the refilling finds. */
  async #built(): Promise<void> {
    const remote = await this.#start().catch(error => this.#failed(error))
    if (this.#isClosed) return
    if (remote) this.#there = remote
    else this.#here = this.#options.createLocal()
    if (remote) for (const [id, at] of this.#options.said()) remote.saidAgain(id, at)
    await this.#options.refill()
    await remote?.settled()
  }

  #place(): IndexStatus {
    const place = this.#rebuilding ? 'rebuilding' : !this.#here ? 'worker' : this.#moving ? 'moving' : 'here'
    return { place, ...(this.#reason !== undefined && { reason: this.#reason }) }
  }
}
