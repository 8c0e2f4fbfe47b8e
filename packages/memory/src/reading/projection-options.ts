import type { Events } from '../events'
import type { Checkpoint, Entry, Pause, QuarantineRule, Timestamp } from '../model'
import type { AccessPolicy } from '../policy/access-policy'
import type { DeferredIndex } from '../search-index/deferred-index'
import type { SearchIndex } from '../search-index/search-index'
import type { Space } from '../space/space'
import type { ConflictRule } from './fact'
import type { MemoryRecord } from './record'
import type { SnapshotPort } from './snapshot-port'

/** What a projection goes by, reads and tells. */
export interface ProjectionOptions {
  readonly index: SearchIndex & Pick<DeferredIndex, 'expect'>
  readonly events: Events
  readonly rule: ConflictRule
  readonly checkpoints: readonly Checkpoint[]
  readonly quarantine: readonly QuarantineRule[]
  readonly mayCurate: (agent: string) => boolean
  /** What reads are given of a record. */
  readonly read: AccessPolicy['read']
  readonly now: () => number
  readonly pause: Pause
  /** The entries of a key that nobody erased. */
  readonly left: (space: Space, key: string, entries: readonly Entry[]) => readonly Entry[]
  /** Told the time of every head that is read, so that what is written in its knowledge is later. */
  readonly observe: (time: Timestamp, claimed: Timestamp) => void
  /**
   * Called when a key was judged again, with the record that readers saw before and see now, if any; or when it was read
   * for the first time since its index was restored, which changes nothing.
   */
  readonly onRefresh: (
    place: string,
    before: MemoryRecord | undefined,
    after: MemoryRecord | undefined,
    isNews: boolean,
  ) => void
  readonly snapshots: SnapshotPort
}
