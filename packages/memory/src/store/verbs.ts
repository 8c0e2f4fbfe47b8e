import type { Core } from '../core'
import { guarded } from '../guarded'
import { checkedText } from '../input/input'
import { openObservable } from '../open-observable'
import type { Observable } from '../sync'
import type { StorageStatus } from './storage-status'

/** `memory.storage`: where this device keeps the memory. */
export class StorageVerbs {
  /** Changes when writes begin to wait for room, when they are on disk after all, and when the browser answers `persist`. */
  readonly status: Observable<StorageStatus>
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
    this.status = openObservable(core, 'storage.status', core.store.status)
  }

  /**
   * Asks the browser not to delete this memory by itself when space runs short. Some browsers ask the person then: call it in
   * answer to a click, with the reason that the page shows beside it. In Node it is always so.
   *
   * @param reason why it is worth keeping, for `status.askedFor`
   * @returns the browser's answer; false where nothing lasts
   * @example
   * const isKept = await memory.storage.persist('drafts that no relay has yet')
   */
  persist(reason: string): Promise<boolean> {
    return guarded(this.#core, 'storage.persist', () =>
      this.#core.store.persist(checkedText(reason, this.#core.identity.agent, 'storage.persist')),
    )
  }

  /** Tries at once to store what waits for room, instead of at most half a minute later. */
  retry(): void {
    this.#core.store.retry()
  }
}
