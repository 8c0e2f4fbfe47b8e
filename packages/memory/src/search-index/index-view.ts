import type { Indexed, SearchQuery } from '../recall'
import { packIndex, readPacked, unpackIndex } from '../recall/saved/part'
import type { CommonIndex, Sharer } from './common-index'
import type { IndexGroup } from './index-group'
import type { KeptIndex } from './kept-index'
import type { NearWords } from './messages'

/**
 * An index as one of the memories that share it sees it. One that holds something else for long, such as a space that the
 * others have not opened, gets an index of its own, and comes back when it holds the same as they again.
 */
export class IndexView implements KeptIndex, Sharer {
  readonly differs = new Map<string, Indexed | undefined>()
  readonly said = new Map<string, number>()
  near: NearWords | undefined
  readonly #group: IndexGroup
  #index: CommonIndex
  /** Its own, while it is filled: what is put meanwhile goes to both. */
  #next: CommonIndex | undefined
  #leaving: Promise<void> | undefined
  #comparing: Promise<void> | undefined
  /** The group's version when this view's index was last compared with the others. */
  #compared = -1
  /** Records moved for its sake since it last held what its index does. */
  #moved = 0
  #isGone = false

  constructor(group: IndexGroup) {
    this.#group = group
    this.#index = group.join(this)
  }

  put(record: Indexed): void {
    this.#set(record.id, record)
  }

  remove(id: string): void {
    this.#set(id, undefined)
  }

  saidAgain(id: string, at: number): void {
    this.said.set(id, at)
  }

  // Memories with an embedder do not share.
  setVector(): void {}
  passageOf(): undefined {}

  async search(query: SearchQuery, near: NearWords | undefined) {
    await this.#affordable()
    this.near = near
    try {
      return this.#index.search(this, query)
    } finally {
      void this.settled()
    }
  }

  async restore(...[space, bytes]: Parameters<KeptIndex['restore']>): ReturnType<KeptIndex['restore']> {
    if (this.#index.recall.size === 0) return this.#restoreAlone(space, bytes)
    const packed = readPacked(space, bytes)
    if (packed === undefined) return undefined
    const [first] = packed.records
    const isThere = first !== undefined && this.#index.recordOf(first.id) !== undefined
    if (!isThere) return this.#restoreAlone(space, bytes)
    for (const record of packed.records) {
      this.put(record)
      const turn = this.#group.pause()
      if (turn) await turn
    }
    return packed.beside
  }

  async save(...[space, beside]: Parameters<KeptIndex['save']>): ReturnType<KeptIndex['save']> {
    await this.#affordable()
    this.#index.bring(this)
    return packIndex(this.#index.recall, space, beside, this.#group.pause)
  }

  /** Where another index holds the same by now, one of them is enough. */
  settled(): Promise<void> {
    this.#comparing ??= this.#comeBack().finally(() => {
      this.#comparing = undefined
    })
    return this.#comparing
  }

  leave(): void {
    this.#isGone = true
    this.#group.leave(this, this.#index)
  }

  #set(id: string, record: Indexed | undefined): void {
    if (this.#isGone) return
    this.#index.set(this, id, record)
    this.#next?.hold(id, record)
  }

  get #isAlone(): boolean {
    return this.#index.sharers.size === 1
  }

  /** With their postings, which only an index takes that nobody else asks meanwhile. */
  async #restoreAlone(...[space, bytes]: Parameters<KeptIndex['restore']>): ReturnType<KeptIndex['restore']> {
    if (!this.#isAlone) await this.#moveOut()
    if (this.#isGone) return undefined
    const index = this.#index
    index.restoring++
    try {
      return await unpackIndex(index.recall, space, bytes, this.#group.pause)
    } finally {
      index.restoring--
      index.version++
    }
  }

  /** Resolves when the index can be made what this view holds in a moment. */
  async #affordable(): Promise<void> {
    while (this.#leaving) await this.#leaving
    if (this.#isAlone) return this.#index.bringSlowly(this, this.#group.pause)
    const { mostMoved } = this.#group
    const { size } = this.differs
    this.#moved = size === 0 ? 0 : this.#moved + size
    if (size > mostMoved || this.#moved > this.#index.recall.size + mostMoved) await this.#moveOut()
  }

  #moveOut(): Promise<void> {
    this.#leaving ??= this.#fillOwn().finally(() => {
      this.#leaving = undefined
    })
    return this.#leaving
  }

  async #fillOwn(): Promise<void> {
    const next = this.#group.create()
    this.#next = next
    const ids = new Set(this.differs.keys())
    for (const { id } of this.#index.records()) ids.add(id)
    for (const id of ids) {
      const record = this.differs.has(id) ? this.differs.get(id) : this.#index.recordOf(id)
      if (record) next.hold(id, record)
      const turn = this.#group.pause()
      if (turn) await turn
      if (this.#isGone) return
    }
    this.#next = undefined
    this.#group.move(this, this.#index, next)
    this.#index = next
    this.#moved = 0
  }

  async #comeBack(): Promise<void> {
    const index = this.#index
    const { version } = this.#group
    const isStill = () => this.differs.size === 0 && !this.#isGone && !this.#leaving
    if (this.#group.size < 2 || version === this.#compared || !isStill()) return
    this.#compared = version
    const other = await this.#group.sameAs(index)
    if (other === undefined || this.#group.version !== version || index.restoring > 0 || !isStill()) return
    this.#group.move(this, index, other)
    this.#index = other
    this.#moved = 0
  }
}
