import { useObservable } from '@commonplace/react'
import { useEffect, useState } from 'react'
import { useInspector } from './inspector-context'
import { useNow } from './use-now'
import type { Reading } from './use-versions'

/** How often is read again what no event tells of. */
const everyMs = 5_000

/** What a question to the memory answers, asked again every few seconds, and as records and agents come and go. */
export function useReading<T>(read: () => Promise<T>, question: string): Reading<T> {
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
