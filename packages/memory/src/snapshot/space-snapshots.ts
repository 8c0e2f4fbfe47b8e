import type { Restored, SnapshotPort } from '../reading/snapshot-port'
import type { Space } from '../space/space'
import { EarlyRestore } from './early-restore'
import { saveSpace } from './save-space'
import { SnapshotStore } from './snapshot-store'
import type { SnapshotsOptions } from './snapshots-options'

interface Kept {
  /** Whether all of the space is indexed. */
  isReady: boolean
  /** Changes since it was saved. */
  changes: number
  isSaved: boolean
  /** Times in a row that it could not be saved, because it was changing. */
  failures: number
  timer?: unknown
  saving?: { readonly abort: AbortController; readonly done: Promise<void> }
}

const usualAfterMs = 2_000
/** After each failure it waits twice as long, up to some minutes. */
const mostDoublings = 7
/** So many changes, or this share of the keys, are judged at the next opening before the index is saved again. */
const [fewestChanges, shareOfChanges] = [2_000, 0.05]

/**
 * Saves the search index of large spaces on this device, so that opening them need not read every record: in the
 * background, after it was built and after every twentieth of it has changed. Whatever does not fit is built anew.
 */
export class SpaceSnapshots implements Omit<SnapshotPort, 'restore'> {
  readonly #options: SnapshotsOptions
  readonly #store: SnapshotStore
  readonly #kept = new Map<Space, Kept>()
  #isStopped = false

  constructor(options: SnapshotsOptions) {
    this.#options = options
    this.#store = new SnapshotStore(options.storage)
  }

  /** Begins to put what is kept of a space back, before the space is there to say whether it fits. */
  restoreEarly({ name, guid }: Pick<Space, 'name' | 'guid'>): EarlyRestore {
    return new EarlyRestore(
      { ...this.#options, store: this.#store, left: name => this.#options.projection().left(name) },
      name,
      guid,
    )
  }

  async restore(space: Space, early = this.restoreEarly(space)): Promise<Restored | undefined> {
    const kept = this.#opened(space)
    const restored = await early.finish(space)
    kept.isSaved = restored !== undefined
    if (!restored && (await early.isKept())) await this.#store.clear(space.guid)
    return restored
  }

  #opened(space: Space): Kept {
    const kept: Kept = { isReady: false, changes: 0, isSaved: false, failures: 0 }
    this.#kept.set(space, kept)
    return kept
  }

  ready(space: Space): void {
    const kept = this.#kept.get(space) ?? this.#opened(space)
    kept.isReady = true
    this.#consider(space)
  }

  changed(space: Space): void {
    const kept = this.#kept.get(space)
    if (!kept?.isReady) return
    kept.changes++
    if (!kept.isSaved || kept.changes % fewestChanges === 0) this.#consider(space)
  }

  closed(space: Space): void {
    const kept = this.#kept.get(space)
    this.#kept.delete(space)
    kept?.saving?.abort.abort()
    if (kept?.timer !== undefined) this.#options.timers.clear(kept.timer)
  }

  /** Deletes what is saved of a space: something in it was erased. It is saved again later, without that. */
  async clear(space: Space): Promise<void> {
    const kept = this.#kept.get(space)
    kept?.saving?.abort.abort()
    await kept?.saving?.done
    await this.#store.clear(space.guid)
    if (kept === undefined) return
    kept.isSaved = false
    this.#consider(space)
  }

  /** Resolves when nothing is being saved, and nothing will be. */
  async stop(): Promise<void> {
    this.#isStopped = true
    const saving = [...this.#kept.values()].flatMap(each => each.saving ?? [])
    for (const space of [...this.#kept.keys()]) this.closed(space)
    await Promise.all(saving.map(({ done }) => done))
  }

  #consider(space: Space): void {
    const kept = this.#kept.get(space)
    const { index } = space
    const { timers, from, afterMs = usualAfterMs } = this.#options
    if (this.#isStopped || !kept?.isReady || kept.timer !== undefined || kept.saving) return
    const isStale = !kept.isSaved || kept.changes >= Math.max(fewestChanges, shareOfChanges * index.size)
    if (index.size < from || !isStale) return
    kept.timer = timers.set(afterMs * 2 ** Math.min(kept.failures, mostDoublings), () => {
      kept.timer = undefined
      this.#save(space, kept)
    })
  }

  #save(space: Space, kept: Kept): void {
    const abort = new AbortController()
    const options = { ...this.#options, store: this.#store, projection: this.#options.projection() }
    const { changes } = kept
    const done = saveSpace(options, space, abort.signal)
      .then(isSaved => {
        if (isSaved) kept.changes -= changes
        kept.failures = isSaved ? 0 : kept.failures + 1
        kept.isSaved ||= isSaved
      })
      .catch(error => {
        kept.failures++
        if (!abort.signal.aborted) this.#options.onError(error)
      })
      .finally(() => {
        kept.saving = undefined
        if (this.#kept.has(space)) this.#consider(space)
      })
    kept.saving = { abort, done }
  }
}
