import { useEffect, useState } from 'react'
import { useInspector } from './inspector-context'
import type { InspectedRecord, InspectedVersion } from './memory-face'

/** Something that is read: not yet, failed, or there. */
export type Reading<T> =
  | { readonly phase: 'reading' }
  | { readonly phase: 'failed'; readonly error: unknown }
  | { readonly phase: 'ready'; readonly value: T }

/** The history of a record; read again when the record changes. */
export function useVersions(id: string, record: InspectedRecord | undefined): Reading<readonly InspectedVersion[]> {
  const { memory } = useInspector()
  const [reading, setReading] = useState<Reading<readonly InspectedVersion[]>>({ phase: 'reading' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of the record means another history
  useEffect(() => {
    let wanted = true
    memory.history(id).then(
      value => wanted && setReading({ phase: 'ready', value }),
      (error: unknown) => wanted && setReading({ phase: 'failed', error }),
    )
    return () => {
      wanted = false
    }
  }, [memory, id, record])
  return reading
}
