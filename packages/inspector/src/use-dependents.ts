import { useEffect, useState } from 'react'
import { useInspector } from './inspector-context'
import type { InspectedDependent } from './memory-face'
import type { Reading } from './use-versions'

/** Everything that was made from a record, nearest first; read again when records change. */
export function useDependents(id: string): Reading<readonly InspectedDependent[]> {
  const { memory, feed } = useInspector()
  const [reading, setReading] = useState<Reading<readonly InspectedDependent[]>>({ phase: 'reading' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: other records may be made from it now
  useEffect(() => {
    let wanted = true
    memory.dependents(id).then(
      ({ dependents }) => wanted && setReading({ phase: 'ready', value: dependents }),
      (error: unknown) => wanted && setReading({ phase: 'failed', error }),
    )
    return () => {
      wanted = false
    }
  }, [memory, id, feed.records])
  return reading
}
