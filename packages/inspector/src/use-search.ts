import { useEffect, useState } from 'react'
import { useInspector } from './inspector-context'
import type { InspectedHit } from './memory-face'
import { useFilter } from './use-filter'

/** The answer to the last question that was answered. */
export interface Answer {
  readonly question: string
  readonly hits: readonly InspectedHit[]
  /** How long the library took, ms. */
  readonly ms: number
  readonly error?: unknown
}

export const mostHits = 20

/** Asks as one types and again when records change, within the filters of the address; an answer to an older question never replaces a newer one. */
export function useSearch(question: string): Answer | null {
  const { memory, feed } = useInspector()
  const filter = useFilter()
  const [answer, setAnswer] = useState<Answer | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: new records may be better answers
  useEffect(() => {
    if (question.trim() === '') {
      setAnswer(null)
      return
    }
    let wanted = true
    const startedAt = performance.now()
    memory.search(question, { limit: mostHits, scope: 'all', prefix: true, filter }).then(
      hits => wanted && setAnswer({ question, hits, ms: performance.now() - startedAt }),
      (error: unknown) => wanted && setAnswer({ question, hits: [], ms: performance.now() - startedAt, error }),
    )
    return () => {
      wanted = false
    }
  }, [memory, question, filter, feed.records])
  return answer
}
