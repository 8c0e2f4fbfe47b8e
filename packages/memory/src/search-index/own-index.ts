import type { Pause } from '../model'
import type { Recall, SearchQuery } from '../recall'
import { packIndex, unpackIndex } from '../recall/saved/part'
import type { Asker, CreateRecall } from './create-recall'
import type { KeptIndex } from './kept-index'
import type { NearWords } from './messages'

/** An index that one memory has for itself. */
export class OwnIndex implements KeptIndex {
  readonly #recall: Recall
  readonly #pause: Pause
  readonly #asker: Asker & { near: NearWords | undefined } = { said: new Map(), near: undefined }
  readonly put: KeptIndex['put']
  readonly setVector: KeptIndex['setVector']
  readonly passageOf: KeptIndex['passageOf']

  constructor(create: CreateRecall, pause: Pause) {
    this.#recall = create(() => this.#asker)
    this.#pause = pause
    this.put = this.#recall.put
    this.setVector = this.#recall.setVector
    this.passageOf = this.#recall.passageOf
  }

  remove(id: string): void {
    this.#recall.remove(id)
  }

  saidAgain(id: string, at: number): void {
    this.#asker.said.set(id, at)
  }

  async search(query: SearchQuery, near: NearWords | undefined) {
    this.#asker.near = near
    return this.#recall.search(query)
  }

  restore(...[space, bytes]: Parameters<KeptIndex['restore']>): ReturnType<KeptIndex['restore']> {
    return unpackIndex(this.#recall, space, bytes, this.#pause)
  }

  save(...[space, beside]: Parameters<KeptIndex['save']>): ReturnType<KeptIndex['save']> {
    return packIndex(this.#recall, space, beside, this.#pause)
  }

  settled(): void {}

  leave(): void {}
}
