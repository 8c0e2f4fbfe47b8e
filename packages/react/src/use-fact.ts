import type { Fact, Memory } from '@commonplace/memory'
import { useCallback } from 'react'
import type { Reading } from './live-query'
import { useLiveQuery } from './use-live-query'

const events = ['change', 'conflict', 'resolved'] as const

/** The fact under a key, with all its sides while it is in dispute; undefined when there is none. */
export function useFact(key: string, options?: { readonly space?: string | undefined }): Reading<Fact | undefined> {
  const space = options?.space
  const read = useCallback(
    (memory: Memory) => memory.facts.get(key, space === undefined ? {} : { space }),
    [key, space],
  )
  return useLiveQuery<Fact | undefined>(events, read, undefined)
}
