import { abortable } from '../abortable'
import { inTurns, type Pause } from '../model'
import type { NewIndex } from '../open-index'
import type { Indexed, SearchQuery } from '../recall'
import type { Retold } from '../search-index/host-index'
import { IndexLost } from '../search-index/index-lost'
import { idToPlace } from '../search-index/place-id'
import type { SearchIndex } from '../search-index/search-index'
import type { Space } from '../space/space'
import { type Found, findRecords } from './find-records'
import type { Follower } from './follower'
import { toIndexed } from './indexed'
import type { Projection } from './projection'
import type { Seen } from './reader'
import type { MemoryRecord } from './record'

export interface PastIndexOptions {
  readonly projection: Projection
  readonly pause: Pause
  readonly reinforcement: Pick<Retold, 'said'>
  readonly spaces: readonly Space[]
  /** ms since 1970 */
  readonly time: number
  readonly newIndex: NewIndex
  /** What there was to see of a key at that time, as known now. */
  readonly view: (space: Space, key: string) => Seen | undefined
}

/**
 * What held at one time, searchable: an index of all of it, made in slices, in this thread or, where it is large, in a worker of
 * its own. It follows nothing that changes later.
 */
export class PastIndex {
  readonly time: number
  /** Searches that are under way. */
  asked = 0
  /** Rejects when something of it cannot be told, or it was closed before. */
  readonly built: Promise<SearchIndex>
  readonly #options: PastIndexOptions
  readonly #made = new Map<new () => Follower, Promise<Follower>>()
  #index: SearchIndex | undefined
  #isClosed = false

  constructor(options: PastIndexOptions) {
    this.time = options.time
    this.#options = options
    this.built = this.#build()
  }

  /** A search that is called off leaves at once; the index goes on being built for others. */
  async search(query: SearchQuery, signal?: AbortSignal): Promise<Found[]> {
    const index = await abortable(this.built, signal)
    const look = (id: string) => {
      const place = idToPlace(id)
      const space = this.#options.spaces.find(({ name }) => name === place.space)
      const view = space && this.#options.view(space, place.key)
      // What has expired since is forgotten at every time.
      if (!view?.record) index.remove(id)
      return space && view && { space, key: place.key, view }
    }
    return findRecords({ index, settle: () => this.#options.projection.settle(), look }, query, signal)
  }

  /** What is made of all that held then; once for each kind. */
  following<Kind extends Follower>(Kind: new () => Kind): Promise<Kind> {
    const made = this.#made.get(Kind) ?? this.#make(Kind)
    this.#made.set(Kind, made)
    return made as Promise<Kind>
  }

  close(): void {
    this.#isClosed = true
    this.#index?.close()
  }

  async #make<Kind extends Follower>(Kind: new () => Kind): Promise<Kind> {
    const made = new Kind()
    await this.#each((space, key, record, { sequence }) => made.put(space, key, record, sequence))
    return made
  }

  async #build(): Promise<SearchIndex> {
    const { newIndex, reinforcement, pause } = this.#options
    const held: Indexed[] = []
    const indexed = (take: (record: Indexed) => void) =>
      this.#each((space, key, record, seen) => take(toIndexed(space, key, record, seen)))
    await indexed(record => held.push(record))
    const index = await newIndex(() => indexed(record => index.put(record)))
    this.#index = index
    if (this.#isClosed) index.close()
    await index.expect(held.length)
    for (const [id, at] of reinforcement.said()) index.saidAgain(id, at)
    const turn = () => pause() ?? index.pressure()
    await inTurns(held, turn, record => {
      this.#assertOpen()
      index.put(record)
    })
    return index
  }

  async #each(take: (space: Space, key: string, record: MemoryRecord, seen: Seen) => void): Promise<void> {
    const { spaces, view, pause } = this.#options
    for (const space of spaces) {
      await inTurns(space.index.keys(), pause, key => {
        this.#assertOpen()
        const seen = view(space, key)
        if (seen?.record) take(space, key, seen.record, seen)
      })
    }
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new IndexLost('the memory was closed')
  }
}
