import { useEffect, useState } from 'react'
import { useInspector } from './inspector-context'
import type { InspectedPacket } from './memory-face'
import { useFilter } from './use-filter'
import { mostHits } from './use-search'
import type { Reading } from './use-versions'

/** The packet of a question within a budget of tokens; asked again when records change. Null while there is no question. */
export function usePacket(question: string, budget: number): Reading<InspectedPacket> | null {
  const { memory, feed } = useInspector()
  const filter = useFilter()
  const [reading, setReading] = useState<Reading<InspectedPacket> | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: new records may make another packet
  useEffect(() => {
    if (question.trim() === '') {
      setReading(null)
      return
    }
    const asking = new AbortController()
    setReading(before => before ?? { phase: 'reading' })
    memory.context({ query: question, budget, limit: mostHits, scope: 'all', filter, signal: asking.signal }).then(
      value => asking.signal.aborted || setReading({ phase: 'ready', value }),
      (error: unknown) => asking.signal.aborted || setReading({ phase: 'failed', error }),
    )
    return () => asking.abort()
  }, [memory, question, budget, filter, feed.records])
  return reading
}
