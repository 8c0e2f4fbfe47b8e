import { useEffect, useState } from 'react'
import type { InspectedStatus } from './memory-face'
import { nextUnreachable, type Unreachable } from './unreachable'

/** Since when the relay has not answered. */
export function useUnreachable(connection: InspectedStatus['connection'], now: () => Date): Unreachable | null {
  const [unreachable, setUnreachable] = useState<Unreachable | null>(null)
  useEffect(() => setUnreachable(before => nextUnreachable(before, connection, now)), [connection, now])
  return unreachable
}
