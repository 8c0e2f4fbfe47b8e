import type { MemoryEvents } from '@commonplace/memory'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { LiveQuery, type Question, type Reading } from './live-query'
import { useMemory } from './memory-context'

/**
 * Reads from the memory above and reads again when it changes.
 *
 * @param read must be the same function while it asks the same
 * @param empty the value before the first answer; the same object each time
 * @param keeps whether the answer to an older question is shown until the next one is there
 */
export function useLiveQuery<T>(
  events: readonly (keyof MemoryEvents)[],
  read: (memory: ReturnType<typeof useMemory>) => Promise<T>,
  empty: T,
  keeps = false,
): Reading<T> {
  const memory = useMemory()
  const question = useMemo<Question<T>>(() => ({ memory, events, read: () => read(memory) }), [memory, events, read])
  const [query] = useState(() => new LiveQuery(empty, keeps))
  useEffect(() => query.follow(question), [query, question])
  const answer = () => query.answer
  const answered = useSyncExternalStore(query.subscribe, answer, answer)
  const isOurs = query.suits(answered, question)
  const { reading } = answered
  return useMemo(() => (isOurs ? reading : { value: empty, ready: false }), [isOurs, reading, empty])
}
