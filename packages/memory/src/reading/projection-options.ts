import type { Events } from '../events'
import type { DeferredIndex } from '../search-index/deferred-index'
import type { SearchIndex } from '../search-index/search-index'
import type { ReaderOptions } from './reader'
import type { MemoryRecord } from './record'
import type { SnapshotPort } from './snapshot-port'

/** What a projection goes by, reads and tells. */
export interface ProjectionOptions extends ReaderOptions {
  readonly index: SearchIndex & Pick<DeferredIndex, 'expect'>
  readonly events: Events
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
