import type { SyncStatus } from '@commonplace/memory'
import { useMemory } from './memory-context'
import { useObservable } from './use-observable'

/** How the memory stands towards its relay: connection, pending writes, refusals. */
export function useSyncStatus(): SyncStatus {
  return useObservable(useMemory().sync.status)
}
