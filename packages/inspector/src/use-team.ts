import { useInspector } from './inspector-context'
import type { InspectedAgent, InspectedKnower } from './memory-face'
import { useReading } from './use-reading'
import type { Reading } from './use-versions'

/** The registered agents. */
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
