import { lazy } from '../lazy'
import type { Pause } from '../model'
import type { Indexed, Recall } from '../recall'
import type { SearchIndex } from './search-index'

const saved = lazy(() => import('../recall/saved/part'))

/** An index in this thread. */
export class LocalIndex implements SearchIndex {
  readonly #recall: Recall
  readonly #pause: Pause
  readonly put: SearchIndex['put']
  readonly remove: SearchIndex['remove']
  readonly passageOf: SearchIndex['passageOf']
  readonly setVector: SearchIndex['setVector']

  /** @param recall reads by itself what was said again */
  constructor(recall: Recall, pause: Pause) {
    this.#recall = recall
    this.#pause = pause
    this.put = recall.put
    this.remove = recall.remove
    this.passageOf = recall.passageOf
    this.setVector = recall.setVector
  }

  get size(): number {
    return this.#recall.size
  }

  /** As they are when each is reached: what is put meanwhile may come or not, what is removed does not. */
  *records(): Iterable<Indexed> {
    const { records } = this.#recall.state
    for (let slot = 1; slot < records.length; slot++) {
      const record = records[slot]
      if (record !== undefined) yield record
    }
  }

  saidAgain(): void {}

  async search(...[query, signal]: Parameters<SearchIndex['search']>) {
    // A thousand that waited for the index together would all be answered in one turn.
    const turn = this.#pause()
    if (turn) await turn
    signal?.throwIfAborted()
    return this.#recall.search(query)
  }

  restore(...[space, bytes]: Parameters<SearchIndex['restore']>) {
    return saved(part => part.unpackIndex(this.#recall, space, bytes, this.#pause))
  }

  /** The code comes first: what is saved is what is here when it begins. */
  save(...[space, beside]: Parameters<SearchIndex['save']>) {
    return saved(part => part.packIndex(this.#recall, space, beside, this.#pause))
  }

  async settled(): Promise<void> {}

  pressure(): undefined {}

  close(): void {}
}
