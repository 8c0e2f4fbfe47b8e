import { Inspector } from '@commonplace/inspector'
import type { Memory } from '@commonplace/memory'

/** The inspector on the memory of one of the agents, in place of the world. */
export default function InspectorPane({ memory, onLeave }: { memory: Memory; onLeave: () => void }) {
  const { agent, tenant } = memory.identity
  return (
    <Inspector
      memory={memory}
      self={{ agent, tenant }}
      relay="the world's relay"
      onLeave={onLeave}
      leaveWords="Back to the world"
    />
  )
}
