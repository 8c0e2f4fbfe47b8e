import type { Pause } from '../model'
import { CommonIndex, isSame, type Sharer } from './common-index'
import type { CreateRecall } from './create-recall'

export interface GroupOptions {
  readonly pause: Pause
  readonly mostMoved?: number | undefined
}

/** A few ms. */
const usuallyMoved = 256

/** The indexes of memories that share: one as long as they hold the same, more while they do not. */
export class IndexGroup {
  readonly #create: CreateRecall
  readonly pause: Pause
  /** How many records may be changed in an index so that one of its sharers can be answered. */
  readonly mostMoved: number
  readonly #indexes = new Set<CommonIndex>()
  /** Versions of indexes that are gone. */
  #past = 0

  constructor(create: CreateRecall, { pause, mostMoved = usuallyMoved }: GroupOptions) {
    this.#create = create
    this.pause = pause
    this.mostMoved = mostMoved
  }

  get size(): number {
    return this.#indexes.size
  }

  /** Grows whenever an index changes, comes or goes. */
  get version(): number {
    let version = this.#past + this.#indexes.size
    for (const index of this.#indexes) version += index.version
    return version
  }

  /** An index for one that holds nothing yet. */
  join(sharer: Sharer): CommonIndex {
    const index = [...this.#indexes].find(({ restoring }) => restoring === 0) ?? this.create()
    this.#indexes.add(index)
    index.join(sharer)
    return index
  }

  create(): CommonIndex {
    return new CommonIndex(this.#create)
  }

  /** From one index, or none, to another that holds just what the sharer does. */
  move(sharer: Sharer, from: CommonIndex, to: CommonIndex): void {
    this.leave(sharer, from)
    this.#indexes.add(to)
    to.sharers.add(sharer)
  }

  leave(sharer: Sharer, index: CommonIndex): void {
    index.leave(sharer)
    const [next] = index.sharers
    // What only the one that left has held goes.
    if (next) void index.bringSlowly(next, this.pause)
    else if (this.#indexes.delete(index)) this.#past += index.version + 1
  }

  /** An older index that holds just what this one does. */
  async sameAs(index: CommonIndex): Promise<CommonIndex | undefined> {
    for (const other of [...this.#indexes]) {
      if (other === index) break
      if (await this.#areSame(index, other)) return other
    }
    return undefined
  }

  async #areSame(one: CommonIndex, other: CommonIndex): Promise<boolean> {
    const versions = [one.version, other.version]
    const areThere = () =>
      this.#indexes.has(other) &&
      one.restoring + other.restoring === 0 &&
      one.version === versions[0] &&
      other.version === versions[1]
    if (!areThere() || one.recall.size !== other.recall.size) return false
    for (const record of one.records()) {
      if (!isSame(record, other.recordOf(record.id))) return false
      const turn = this.pause()
      if (turn) await turn
      if (turn && !areThere()) return false
    }
    return true
  }
}
