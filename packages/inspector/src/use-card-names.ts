import { useObservable } from '@commonplace/react'
import { useEffect, useState } from 'react'
import type { InspectedMemory } from './memory-face'

const nobody: readonly string[] = []

/**
 * The agents that have a card, by name, so that those of them who wrote nothing get signs of their own too.
 *
 * @param occasion asked again when it changes, and as agents come and go
 */
export function useCardNames(memory: InspectedMemory, occasion: unknown): readonly string[] {
  const peers = useObservable(memory.team.presence.peers)
  const [names, setNames] = useState(nobody)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what may bring another card
  useEffect(() => {
    let wanted = true
    memory.team.find().then(
      cards => {
        const found = cards.map(({ agent }) => agent).sort()
        if (wanted) setNames(before => (before.join('\n') === found.join('\n') ? before : found))
      },
      // The views that list them say why they cannot be read.
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [memory, peers, occasion])
  return names
}
