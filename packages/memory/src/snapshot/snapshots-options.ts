import type { Storage } from '@commonplace/storage'
import type { Pause } from '../model'
import type { Projection } from '../reading/projection'
import type { DeferredIndex } from '../search-index/deferred-index'
import type { Space } from '../space/space'
import type { Timers } from '../sync'

export interface SnapshotsOptions {
  readonly storage: Storage
  readonly index: Pick<DeferredIndex, 'save' | 'restore' | 'expect'>
  readonly projection: () => Pick<Projection, 'completed' | 'settle' | 'until' | 'standings' | 'left'>
  readonly timers: Timers
  readonly pause: Pause
  readonly now: () => number
  /** Everything besides the log that what is indexed depends on: the form, the words, the rules of judging. */
  readonly made: string
  readonly erasures: (space: Space) => Iterable<string>
  readonly onError: (error: unknown) => void
  /** Spaces with fewer entries are indexed anew. */
  readonly from: number
  /** How long a space waits to be saved, ms: opening and bursts of writes come first. */
  readonly afterMs?: number | undefined
}
