import type { SyncStatus } from '@commonplace/memory'
import { useCallback, useSyncExternalStore } from 'react'
import { useMemory } from './memory-context'

/** How the memory stands towards its relay: connection, pending writes, refusals. */
export function useSyncStatus(): SyncStatus {
  const { status } = useMemory().sync
  const subscribe = useCallback((changed: () => void) => status.subscribe(changed), [status])
  const read = () => status.value
  return useSyncExternalStore(subscribe, read, read)
}
