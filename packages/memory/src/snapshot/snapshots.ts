import { rangeOf } from '@commonplace/storage'
import { hasAny } from '../has-any'
import { lazy } from '../lazy'
import type { Restored, SnapshotPort } from '../reading/snapshot-port'
import type { CatalogEntry } from '../space/catalog'
import type { Space } from '../space/space'
import type { EarlyRestore } from './early-restore'
import { snapshotArea } from './snapshot-area'
import type { SnapshotsOptions } from './snapshots-options'
import type { SpaceSnapshots } from './space-snapshots'

const part = lazy(() => import('./part'))

/** Spaces whose index is kept on this device: nothing of it is loaded unless one is kept, or a space is large enough to be. */
export class Snapshots implements SnapshotPort {
  readonly #options: SnapshotsOptions
  readonly #ready = new Set<Space>()
  /** Of spaces that are being opened, by guid. */
  readonly #early = new Map<string, Promise<EarlyRestore | undefined>>()
  #real: SpaceSnapshots | undefined
  #isStopped = false

  constructor(options: SnapshotsOptions) {
    this.#options = options
  }

  /** A space begins to open: what is kept of its index is put back while the space itself is being read. */
  opening(entry: CatalogEntry, opening: Promise<Space>): void {
    const early = this.#restoreEarly(entry)
    // Told to who restores it, which is later.
    early.catch(() => {})
    this.#early.set(entry.guid, early)
    const over = () => {
      this.#early.delete(entry.guid)
      // One that opened has said whether it fits; of one that did not, nothing is to stay.
      early.then(
        begun => begun?.giveUp(),
        () => {},
      )
    }
    opening.then(over, over)
  }

  async restore(space: Space): Promise<Restored | undefined> {
    try {
      const early = await (this.#early.get(space.guid) ?? this.#restoreEarly(space))
      return early && (await (await this.#load()).restore(space, early))
    } catch (error) {
      // What is kept only saves time: without it the space is read as if there were none.
      this.#options.onError(error)
      return undefined
    }
  }

  ready(space: Space): void {
    this.#ready.add(space)
    this.changed(space)
    this.#real?.ready(space)
  }

  changed(space: Space): void {
    if (this.#real) this.#real.changed(space)
    else if (this.#ready.has(space) && space.index.size >= this.#options.from) this.#load().catch(this.#options.onError)
  }

  closed(space: Space): void {
    this.#ready.delete(space)
    this.#real?.closed(space)
  }

  /** Deletes what is saved of a space: something in it was erased. It is saved again later, without that. */
  async clear(space: Space): Promise<void> {
    if (this.#real) await this.#real.clear(space)
    else await this.#options.storage.commit([{ deleteRange: rangeOf(snapshotArea, space.guid) }])
  }

  /** Resolves when nothing is being saved, and nothing will be. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#real?.stop()
  }

  async #restoreEarly(entry: Pick<CatalogEntry, 'name' | 'guid'>): Promise<EarlyRestore | undefined> {
    const isKept = this.#real || (await hasAny(this.#options.storage, rangeOf(snapshotArea, entry.guid)))
    if (!isKept) return undefined
    return (await this.#load()).restoreEarly(entry)
  }

  #load(): Promise<SpaceSnapshots> {
    return part(({ SpaceSnapshots }) => {
      if (this.#real === undefined) {
        this.#real = new SpaceSnapshots(this.#options)
        if (this.#isStopped) void this.#real.stop()
        for (const space of this.#ready) this.#real.ready(space)
      }
      return this.#real
    })
  }
}
