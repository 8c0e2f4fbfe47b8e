import type { Pause } from '../model'
import type { Restored } from '../reading/snapshot-port'
import { Unread } from '../reading/unread'
import type { Beside } from '../recall/saved/beside'
import type { DeferredIndex } from '../search-index/deferred-index'
import type { Space } from '../space/space'
import { onlyAdds, positionOf } from './position'
import type { SnapshotHead, SnapshotStore } from './snapshot-store'

/** What restoring reads. */
export interface Restoring {
  readonly store: SnapshotStore
  readonly index: Pick<DeferredIndex, 'restore' | 'expect'>
  readonly pause: Pause
  readonly made: string
  readonly erasures: (space: Space) => Iterable<string>
  readonly now: () => number
  /** Resolves when an earlier space of this name has left the index. */
  readonly left: (name: string) => Promise<void> | undefined
}

/**
 * Puts the saved index of a space back while the space itself is still being read, which takes about as long. Whether it
 * fits is found when the space is there; until then no reader is given anything of it.
 */
export class EarlyRestore {
  readonly #options: Restoring
  readonly #head: Promise<SnapshotHead | undefined>
  readonly #restored: Promise<Beside | undefined>
  readonly #fits: Promise<boolean>
  #decide: (fits: boolean) => void = () => {}

  constructor(options: Restoring, name: string, guid: string) {
    this.#options = options
    this.#fits = new Promise(resolve => {
      this.#decide = resolve
    })
    this.#head = options.store.head(guid)
    this.#restored = this.#restore(name, guid)
    // Reported to who finishes it.
    this.#restored.catch(() => {})
  }

  /** Whether anything was kept of the space. */
  async isKept(): Promise<boolean> {
    return (await this.#head) !== undefined
  }

  /** @returns undefined when it was made otherwise, of another log, or is not whole: then nothing of it is in the index */
  async finish(space: Space): Promise<Restored | undefined> {
    const { made, erasures, now } = this.#options
    try {
      const head = await this.#head
      const isFit = head?.made === made && onlyAdds(head.position, positionOf(space, erasures(space)))
      this.#decide(isFit)
      const beside = await this.#restored
      if (!isFit || beside === undefined) return undefined
      const { noted, turns, times } = beside
      return {
        unread: new Unread(space, new Map(head.position.writers)),
        noted,
        due: turns.filter((_, at) => times[at]! <= now()),
      }
    } finally {
      this.giveUp()
    }
  }

  /** Nothing of it stays, unless it was found to fit. */
  giveUp(): void {
    this.#decide(false)
  }

  async #restore(name: string, guid: string): Promise<Beside | undefined> {
    const { store, index, made, pause, left } = this.#options
    const head = await this.#head
    if (head?.made !== made) return undefined
    await left(name)
    await index.expect(head.position.writers.reduce((sum, [, clock]) => sum + clock, 0))
    const bytes = await store.read(guid, head, pause)
    return bytes && index.restore(name, bytes, this.#fits)
  }
}
