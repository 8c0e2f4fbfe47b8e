import type { Memory, SearchHit, SearchOptions } from '@commonplace/memory'
import { useCallback } from 'react'
import type { Reading } from './live-query'
import { useLiveQuery } from './use-live-query'
import { useStable } from './use-stable'

const events = ['change'] as const
const none: readonly SearchHit[] = []

/**
 * The hits of `memory.search(query, options)`, asked again as the query changes and as better answers may have come. While
 * one types, the last answer stays until the next one is there. A blank query finds nothing.
 *
 * @param options as of `search`; compared as JSON, so they may be written in place
 */
export function useSearch(query: string, options?: SearchOptions): Reading<readonly SearchHit[]> {
  const asked = useStable(options)
  const read = useCallback(
    async (memory: Memory) => (query.trim() === '' ? none : memory.search(query, asked)),
    [query, asked],
  )
  return useLiveQuery<readonly SearchHit[]>(events, read, none, true)
}
