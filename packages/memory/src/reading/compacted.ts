import { CommonplaceError } from '../errors'
import { type Dot, recordKey, sameDot } from '../model'
import type { Space } from '../space/space'

/** What is to be known of erasures to tell what they took from what compaction did. */
export interface Erased {
  readonly erasures: { areAbout(space: Space, key: string): boolean }
}

/** Whether a version stood here, was superseded, and was dropped since. What was erased or refused never was. */
export function isCompacted({ erasures }: Erased, space: Space, dot: Dot): boolean {
  if (space.index.get(dot) !== undefined || !space.index.hasArrived(dot)) return false
  const isRefused = space.replica.parked().some(({ entries }) => entries.some(entry => sameDot(entry.dot, dot)))
  return !isRefused && !erasures.areAbout(space, recordKey(dot))
}

/** What a caller is told who names a version that was dropped. */
export function compactedError(id: string): CommonplaceError {
  return new CommonplaceError(
    'beyond-retention',
    `version ${id} was superseded and is compacted: nothing of it is kept`,
    {
      hint: 'memory.history of its record shows what is kept of it',
    },
  )
}
