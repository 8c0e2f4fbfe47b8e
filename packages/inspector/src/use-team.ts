import { useObservable } from '@commonplace/react'
import { useEffect, useState } from 'react'
import { useInspector } from './inspector-context'
import type { InspectedAgent, InspectedKnower } from './memory-face'
import { useNow } from './use-now'
import type { Reading } from './use-versions'

/** How often the registry is read: cards are no records, so no event tells of them. */
const everyMs = 5_000

/** The registered agents, read again every few seconds and as agents come and go. */
export function useRegistry(): Reading<readonly InspectedAgent[]> {
  const { memory } = useInspector()
  return useReading(() => memory.team.find(), '')
}

/** Who knows about a topic; null while none is asked for. */
export function useKnowers(topic: string): Reading<readonly InspectedKnower[]> | null {
  const { memory } = useInspector()
  const asked = topic.trim()
  const reading = useReading(async () => (asked === '' ? [] : memory.team.whoKnows(asked, { scope: 'all' })), asked)
  return asked === '' ? null : reading
}

function useReading<T>(read: () => Promise<T>, question: string): Reading<T> {
  const { memory, feed } = useInspector()
  const peers = useObservable(memory.team.presence.peers)
  const now = useNow(everyMs)
  const [reading, setReading] = useState<Reading<T>>({ phase: 'reading' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: read asks the same while the question is the same
  useEffect(() => {
    let wanted = true
    read().then(
      value => wanted && setReading({ phase: 'ready', value }),
      (error: unknown) => wanted && setReading({ phase: 'failed', error }),
    )
    return () => {
      wanted = false
    }
  }, [memory, question, peers, now, feed.records])
  return reading
}
