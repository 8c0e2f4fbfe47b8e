import type { Fact, Memory } from '@commonplace/memory'
import { useCallback } from 'react'
import type { Reading } from './live-query'
import { useLiveQuery } from './use-live-query'

const events = ['change', 'conflict', 'resolved'] as const
const none: readonly Fact[] = []

/** The facts whose writers disagree now, in all open spaces or in one. */
export function useConflicts(options?: { readonly space?: string | undefined }): Reading<readonly Fact[]> {
  const space = options?.space
  const read = useCallback((memory: Memory) => memory.facts.conflicts(space === undefined ? {} : { space }), [space])
  return useLiveQuery<readonly Fact[]>(events, read, none)
}
