import { useEffect, useState } from 'react'
import type { InspectedStatus, Observable } from './memory-face'
import { nextUnreachable, type Unreachable } from './unreachable'

/** Since when the relay has not answered. It hears every change itself, since two that come close together are drawn once. */
export function useUnreachable(status: Observable<InspectedStatus>, now: () => Date): Unreachable | null {
  const [unreachable, setUnreachable] = useState<Unreachable | null>(null)
  useEffect(() => {
    let before: InspectedStatus['connection'] | undefined
    const hear = ({ connection }: InspectedStatus) => {
      if (connection === before) return
      before = connection
      setUnreachable(last => nextUnreachable(last, connection, now))
    }
    hear(status.value)
    return status.subscribe(hear)
  }, [status, now])
  return unreachable
}
