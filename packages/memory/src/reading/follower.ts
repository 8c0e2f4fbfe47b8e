import type { Space } from '../space/space'
import type { MemoryRecord } from './record'

/** What is made of the records that readers see, and kept up with them: see `following`. */
export interface Follower {
  /** @param sequence its order among the records of one millisecond */
  put(space: Space, key: string, record: MemoryRecord, sequence: number): void
  /** @param record as it was put */
  remove(space: Space, key: string, record: MemoryRecord): void
}
