import type { Peer } from '@commonplace/memory'
import { useMemory } from './memory-context'
import { useObservable } from './use-observable'

/** The other agents that are here now, with what they show; `memory.team.presence.show` shows this one. */
export function usePresence(): readonly Peer[] {
  return useObservable(useMemory().team.presence.peers)
}
