import { useState } from 'react'
import { useInspector } from '../inspector-context'
import type { InspectedRecord } from '../memory-face'

/** Where a write of this page stands. */
export type Writing =
  | { readonly phase: 'idle' }
  | { readonly phase: 'busy' }
  | { readonly phase: 'written'; readonly id: string; readonly version: string }
  | { readonly phase: 'failed'; readonly error: unknown }

/** Runs one write at a time and keeps what came of it. */
export function useWriting() {
  const { status, times } = useInspector()
  const [writing, setWriting] = useState<Writing>({ phase: 'idle' })
  const write = async (run: () => Promise<InspectedRecord>): Promise<boolean> => {
    if (writing.phase === 'busy') return false
    setWriting({ phase: 'busy' })
    const startedAt = performance.now()
    try {
      const record = await run()
      // How long a write waits offline says nothing about the way to the relay.
      if (status.connection === 'online') void times.watch(record, startedAt)
      setWriting({ phase: 'written', id: record.id, version: record.version })
      return true
    } catch (error) {
      setWriting({ phase: 'failed', error })
      return false
    }
  }
  return { writing, write }
}
