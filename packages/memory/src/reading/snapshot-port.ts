import type { Space } from '../space/space'
import type { Unread } from './unread'

/** Where the search index of a space is kept from one opening to the next. */
export interface SnapshotPort {
  /** Puts the records of a space into the search index, if they were saved and nothing but additions came since. */
  restore(space: Space): Promise<Restored | undefined>
  /** All of a space is read and indexed. */
  ready(space: Space): void
  /** What is indexed of a space has changed. */
  changed(space: Space): void
}

/** What is known of a space whose search index was restored. */
export interface Restored {
  readonly unread: Unread
  /** keys whose versions rest on others, or on which others rest */
  readonly noted: readonly string[]
  /** keys of which something has expired since, come to hold, or ceased to */
  readonly due: readonly string[]
}
