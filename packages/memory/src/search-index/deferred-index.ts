import type { Indexed } from '../recall'
import { ComputedObservable, type Observable } from '../sync'
import type { HostedIndex } from './hosted-index'
import type { IndexStatus } from './index-status'
import type { SearchIndex } from './search-index'

export interface DeferredOptions {
  /** Loads the code and makes an empty index. @throws CommonplaceError `offline` when the code cannot be fetched */
  readonly make: () => Promise<HostedIndex>
  /** Puts every record that there is. */
  readonly refill: () => Promise<void>
  /** So many records are indexed as they come: to read them all again would keep a search waiting. */
  readonly from: number
  /** Why it will not be in a worker. */
  readonly reason: string | undefined
}

/**
 * The search index of a memory, made when it is first needed: who only writes and reads loads no code for it. Until then
 * it holds nothing; then it is given every record that there is. A search waits for that.
 */
export class DeferredIndex implements SearchIndex, Pick<HostedIndex, 'expect' | 'restore' | 'status'> {
  readonly status: Observable<IndexStatus>
  readonly #options: DeferredOptions
  readonly #status = new ComputedObservable<IndexStatus>(() => this.#index?.status.value ?? this.#unmade)
  readonly #unmade: IndexStatus
  #index: HostedIndex | undefined
  #waking: Promise<HostedIndex> | undefined
  /** Records that came before there was an index. */
  #missed = 0
  #isClosed = false

  constructor(options: DeferredOptions) {
    this.#options = options
    this.#unmade = { place: 'here', ...(options.reason !== undefined && { reason: options.reason }) }
    this.status = this.#status
  }

  /** @returns the index, once it holds everything. What failed is tried again with the next call. */
  wake(): Promise<HostedIndex> {
    this.#waking ??= this.#make().catch(error => {
      this.#waking = undefined
      throw error
    })
    return this.#waking
  }

  async #make(): Promise<HostedIndex> {
    const index = this.#index ?? (await this.#options.make())
    if (this.#isClosed) index.close()
    if (this.#index === undefined) index.status.subscribe(() => this.#status.touch())
    // From here on it is told of everything; what it was not told of is put.
    this.#index = index
    if (this.#missed > 0) await this.#options.refill()
    this.#missed = 0
    return index
  }

  put(record: Indexed): void {
    if (this.#index) this.#index.put(record)
    else if (++this.#missed === this.#options.from) this.#wakeSoon()
  }

  remove(id: string): void {
    this.#index?.remove(id)
  }

  saidAgain(id: string, at: number): void {
    this.#index?.saidAgain(id, at)
  }

  /** So many more records are about to come. Few wait until somebody searches. */
  async expect(count: number): Promise<void> {
    if (!this.#waking && this.#missed + count < this.#options.from) return
    // Code that is not to be had is said to who searches; until then nobody need know.
    const index = await this.wake().catch(() => undefined)
    await index?.expect(count)
  }

  async search(...[query, signal]: Parameters<SearchIndex['search']>): ReturnType<SearchIndex['search']> {
    signal?.throwIfAborted()
    return (await this.wake()).search(query, signal)
  }

  async restore(...given: Parameters<HostedIndex['restore']>): ReturnType<HostedIndex['restore']> {
    return (await this.wake()).restore(...given)
  }

  async save(...given: Parameters<SearchIndex['save']>): ReturnType<SearchIndex['save']> {
    return (await this.wake()).save(...given)
  }

  async settled(): Promise<void> {
    await (await this.#waking)?.settled()
  }

  passageOf(id: string): string | undefined {
    return this.#index?.passageOf(id)
  }

  setVector(id: string, vector: ArrayLike<number>): void {
    this.#index?.setVector(id, vector)
  }

  pressure(): Promise<void> | undefined {
    return this.#index?.pressure()
  }

  close(): void {
    this.#isClosed = true
    this.#index?.close()
  }

  #wakeSoon(): void {
    this.wake().catch(() => {})
  }
}
