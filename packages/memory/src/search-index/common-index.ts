import type { Pause } from '../model'
import type { Indexed, Recall, SearchQuery } from '../recall'
import { sameIndexed } from '../recall/indexed'
import type { Asker, CreateRecall } from './create-recall'

/** How a memory stands to an index that it shares: what it holds otherwise, by id; undefined is what it does not hold. */
export interface Sharer extends Asker {
  readonly differs: Map<string, Indexed | undefined>
}

/**
 * One index for memories that hold the same records, or soon will: tabs of one agent. Of each it is known where it holds
 * something else, and before one is answered the index is made what that one holds. So every answer is that of an index of
 * its own, no memory is told of a record that it did not put itself, and what all of them put is indexed once.
 */
export class CommonIndex {
  readonly recall: Recall
  readonly sharers = new Set<Sharer>()
  /** Grows with every change. */
  version = 0
  /** Spaces that are being restored: until then nobody else may come. */
  restoring = 0
  #asker: Sharer | undefined

  constructor(create: CreateRecall) {
    this.recall = create(() => this.#asker)
  }

  recordOf(id: string): Indexed | undefined {
    const { slots, records } = this.recall.state
    const slot = slots.of(id)
    return slot === undefined ? undefined : records[slot]
  }

  *records(): Iterable<Indexed> {
    for (const record of this.recall.state.records) if (record) yield record
  }

  /** Takes in one that holds nothing yet. */
  join(sharer: Sharer): void {
    for (const { id } of this.records()) sharer.differs.set(id, undefined)
    this.sharers.add(sharer)
  }

  leave(sharer: Sharer): void {
    sharer.differs.clear()
    this.sharers.delete(sharer)
  }

  /** A sharer holds this now; what the others hold stays as it was. */
  set(by: Sharer, id: string, record: Indexed | undefined): void {
    const held = this.recordOf(id)
    by.differs.delete(id)
    if (isSame(held, record)) return
    for (const sharer of this.sharers) {
      const { differs } = sharer
      if (sharer === by) continue
      if (!differs.has(id)) differs.set(id, held)
      else if (isSame(differs.get(id), record)) differs.delete(id)
    }
    this.hold(id, record)
  }

  /** Whatever its sharers hold. */
  hold(id: string, record: Indexed | undefined): void {
    this.version++
    if (record) this.recall.put(record)
    else this.recall.remove(id)
  }

  /** Makes the index what a sharer holds. */
  bring(sharer: Sharer): void {
    for (const [id, record] of sharer.differs) this.set(sharer, id, record)
  }

  /** As `bring`, a few at a time. */
  async bringSlowly(sharer: Sharer, pause: Pause): Promise<void> {
    for (const [id, record] of sharer.differs) {
      this.set(sharer, id, record)
      const turn = pause()
      if (turn) await turn
      if (!this.sharers.has(sharer)) return
    }
  }

  /** @throws RecallError */
  search(sharer: Sharer, query: SearchQuery): ReturnType<Recall['search']> {
    this.bring(sharer)
    this.#asker = sharer
    return this.recall.search(query)
  }
}

export function isSame(one: Indexed | undefined, other: Indexed | undefined): boolean {
  return one === undefined || other === undefined ? one === other : sameIndexed(one, other)
}
