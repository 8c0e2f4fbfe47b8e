import type { ListOptions, Memory, MemoryRecord } from '@commonplace/memory'
import { useCallback } from 'react'
import type { Reading } from './live-query'
import { useLiveQuery } from './use-live-query'
import { useStable } from './use-stable'

const events = ['change', 'durable'] as const
const none: readonly MemoryRecord[] = []

/**
 * The records that `memory.getAll(options)` gives, kept up to date: after every change, and after a record became durable.
 *
 * @param options as of `getAll`; compared as JSON, so they may be written in place
 */
export function useRecords(options?: ListOptions): Reading<readonly MemoryRecord[]> {
  const asked = useStable(options)
  const read = useCallback((memory: Memory) => memory.getAll(asked), [asked])
  return useLiveQuery<readonly MemoryRecord[]>(events, read, none)
}
