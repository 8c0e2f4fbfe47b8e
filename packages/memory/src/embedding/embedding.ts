import { abortable } from '../abortable'
import { CommonplaceError } from '../errors'
import type { SearchIndex } from '../search-index/search-index'
import type { Timers } from '../sync'
import type { Embedder } from './embedder'
import type { VectorStore } from './vector-store'

export interface EmbeddingOptions {
  readonly embedder: Embedder
  readonly store: VectorStore
  readonly timers: Timers
  readonly onError: (error: unknown) => void
  /** Called when records were given their vectors, so that a search may find them elsewhere. */
  readonly onVectors: () => void
}

const batch = 32
const rememberedQuestions = 64
/** After a failure the embedder is left alone for a second, then twice as long each time, five minutes at most, in ms. */
const firstPause = 1_000
const longestPause = 300_000

/** How long a question waits for its vector before words alone answer it, in ms. */
const patience = 10_000

/**
 * Gives the records of an index their vectors, in the background: from this device's disk where they are, else from the
 * embedder, 32 at a time. A search never waits for that; records without a vector are found by their words.
 */
export class Embedding {
  readonly #options: EmbeddingOptions
  readonly #pending = new Set<string>()
  /** The content each record's vector on disk belongs to. */
  readonly #hashes = new Map<string, string>()
  readonly #questions = new Map<string, ArrayLike<number>>()
  readonly #waiting = new Set<() => void>()
  #index: Pick<SearchIndex, 'passageOf' | 'setVector' | 'settled'> | undefined
  #working = false
  #stopped = false
  #pause = 0
  #timer: unknown

  constructor(options: EmbeddingOptions) {
    this.#options = options
  }

  /** The index whose `onPassage` calls `changed`; what it says of passages is complete once it has settled. */
  serve(index: Pick<SearchIndex, 'passageOf' | 'setVector' | 'settled'>): void {
    this.#index = index
  }

  /** What a record means has changed, or it left the index. */
  changed(id: string): void {
    if (this.#stopped) return
    this.#pending.add(id)
    if (this.#working || this.#timer !== undefined) return
    this.#working = true
    queueMicrotask(() => void this.#work())
  }

  /** A record is no more, as opposed to its space being unloaded: nothing of its meaning stays on the disk. */
  gone(id: string): void {
    const hash = this.#hashes.get(id)
    if (hash === undefined) return
    this.#hashes.delete(id)
    this.#options.store.release(hash).catch(this.#options.onError)
  }

  /**
   * Something was erased, here or elsewhere: no vector stays on the disk but those of the records in the index. Records of
   * spaces that are not loaded are embedded anew when they are.
   */
  async forget(): Promise<void> {
    await this.#index?.settled()
    const needed = new Set<string>()
    for (const [id, hash] of this.#hashes) {
      if (this.#index?.passageOf(id) === undefined) this.gone(id)
      else if (!this.#pending.has(id)) needed.add(hash)
    }
    for (const id of this.#pending) {
      const passage = this.#index?.passageOf(id)
      if (passage !== undefined) needed.add(this.#options.store.hashOf(passage))
    }
    return this.#options.store.keepOnly(needed)
  }

  /** Resolves when no record waits for its vector. */
  idle(signal?: AbortSignal): Promise<void> {
    if (this.#pending.size === 0 && !this.#working) return Promise.resolve()
    let done = () => {}
    const idle = new Promise<void>(resolve => {
      done = resolve
      this.#waiting.add(done)
    })
    return abortable(idle, signal).finally(() => this.#waiting.delete(done))
  }

  /** The vector of a question; undefined when the embedder fails, so that words alone answer. */
  async question(text: string, signal?: AbortSignal): Promise<ArrayLike<number> | undefined> {
    const known = this.#questions.get(text)
    if (known !== undefined || this.#timer !== undefined) return known
    try {
      const vector = await this.#soon(text, signal)
      if (vector === undefined) return undefined
      this.#questions.set(text, vector)
      if (this.#questions.size > rememberedQuestions) this.#questions.delete(this.#questions.keys().next().value!)
      return vector
    } catch (error) {
      signal?.throwIfAborted()
      this.#options.onError(error)
      return undefined
    }
  }

  /** The vector of a text, or undefined where it is not there in time: then the embedder is called off, and left alone for a while. */
  async #soon(text: string, signal?: AbortSignal): Promise<ArrayLike<number> | undefined> {
    signal?.throwIfAborted()
    const { embedder, timers } = this.#options
    const late = new AbortController()
    const ends = signal ? AbortSignal.any([signal, late.signal]) : late.signal
    let end = () => {}
    const inTime = new Promise<undefined>((resolve, reject) => {
      end = () => (signal?.aborted ? reject(signal.reason) : resolve(undefined))
      ends.addEventListener('abort', end)
    })
    const timer = timers.set(patience, () => late.abort())
    try {
      const vectors = this.#embed([text], ends)
      vectors.catch(() => {})
      const vector = await Promise.race([vectors, inTime])
      if (vector !== undefined) return vector[0]
      if (this.#timer === undefined) this.#rest(failed(embedder.id, `said nothing to a question for ${patience} ms`))
      return undefined
    } finally {
      timers.clear(timer)
      // Listened to, it would be held for as long as the caller's signal.
      ends.removeEventListener('abort', end)
    }
  }

  stop(): void {
    this.#stopped = true
    this.#pending.clear()
    if (this.#timer !== undefined) this.#options.timers.clear(this.#timer)
    this.#tellIdle()
  }

  async #work(): Promise<void> {
    try {
      while (this.#pending.size > 0 && !this.#stopped) await this.#nextBatch()
      this.#pause = 0
    } catch (error) {
      if (!this.#stopped) this.#rest(error)
    } finally {
      this.#working = false
      if (this.#pending.size === 0) this.#tellIdle()
    }
  }

  async #nextBatch(): Promise<void> {
    const { store } = this.#options
    const ids = [...this.#pending].slice(0, batch)
    const missing: { id: string; passage: string; hash: string }[] = []
    for (const id of ids) {
      const passage = this.#index?.passageOf(id)
      const hash = passage === undefined ? undefined : store.hashOf(passage)
      if (passage === undefined || hash === undefined) {
        this.#pending.delete(id)
        continue
      }
      const stored = await store.get(hash)
      if (stored) this.#take(id, passage, hash, stored)
      else missing.push({ id, passage, hash })
    }
    if (missing.length === 0 || this.#stopped) return this.#options.onVectors()
    const vectors = await this.#embed(missing.map(({ passage }) => passage))
    if (this.#stopped) return
    // What was changed or erased while it was embedded must not come to the disk any more.
    const embedded = missing.map((each, at) => ({ ...each, vector: vectors[at]! }))
    const current = embedded.filter(({ id, passage }) => this.#index?.passageOf(id) === passage)
    await store.put(current)
    for (const { id, passage, hash, vector } of current) this.#take(id, passage, hash, vector)
    this.#options.onVectors()
  }

  /** While it was fetched the record may have changed: then it is still pending, and what was fetched is not its own. */
  #take(id: string, passage: string, hash: string, vector: ArrayLike<number>): void {
    const { store, onError } = this.#options
    const before = this.#hashes.get(id)
    const current = this.#index?.passageOf(id)
    if (before !== hash) {
      store.use(hash)
      if (current === undefined) store.release(hash).catch(onError)
      else this.#hashes.set(id, hash)
      if (before !== undefined && current !== undefined) store.release(before).catch(onError)
    }
    if (current !== passage) return
    this.#index?.setVector(id, vector)
    this.#pending.delete(id)
  }

  async #embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly ArrayLike<number>[]> {
    const { embedder } = this.#options
    let vectors: readonly ArrayLike<number>[]
    try {
      vectors = await embedder.embed(texts, { signal })
    } catch (cause) {
      signal?.throwIfAborted()
      throw failed(embedder.id, `failed: ${cause instanceof Error ? cause.message : String(cause)}`, cause)
    }
    if (!Array.isArray(vectors)) throw failed(embedder.id, `gave ${typeof vectors}, not a list of vectors`)
    if (vectors.length !== texts.length || vectors.some(vector => vector?.length !== embedder.dimensions)) {
      const lengths = [...new Set(vectors.map(vector => vector?.length))].join(', ')
      throw failed(
        embedder.id,
        `gave ${vectors.length} vectors of length ${lengths} for ${texts.length} texts; ${embedder.dimensions} was announced`,
      )
    }
    if (vectors.every(vector => Array.from(vector).every(Number.isFinite))) return vectors
    throw failed(embedder.id, 'gave a vector with something in it that is no finite number')
  }

  #rest(error: unknown): void {
    this.#options.onError(error)
    this.#pause = Math.min(longestPause, this.#pause * 2 || firstPause)
    this.#timer = this.#options.timers.set(this.#pause, () => {
      this.#timer = undefined
      if (this.#working || this.#stopped || this.#pending.size === 0) return
      this.#working = true
      void this.#work()
    })
  }

  #tellIdle(): void {
    for (const done of [...this.#waiting]) done()
    this.#waiting.clear()
  }
}

function failed(id: string, what: string, cause?: unknown): CommonplaceError {
  return new CommonplaceError('embedder-failed', `embedder "${id}" ${what}`, {
    hint: 'words answer meanwhile, and it is tried again; see to the embedder, or leave it out',
    cause,
  })
}
