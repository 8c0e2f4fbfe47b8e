import { Icon, Inspector } from '@commonplace/inspector'
import type { Memory } from '@commonplace/memory'
import { useEffect, useRef } from 'react'

export interface InspectorPaneProps {
  readonly memory: Memory
  /** What the way back leads to. */
  readonly world: string
  readonly relay: string
  readonly onLeave: () => void
}

/** The inspector on the memory of one of the agents, in place of the world. */
export default function InspectorPane({ memory, world, relay, onLeave }: InspectorPaneProps) {
  const { agent, tenant } = memory.identity
  const way = useRef<HTMLElement>(null)
  // What had the focus is gone with the world.
  useEffect(() => way.current?.focus(), [])
  return (
    <div className="inspector-pane">
      <nav aria-label="Way back" ref={way} tabIndex={-1}>
        <button type="button" className="btn quiet small" onClick={onLeave}>
          <Icon name="back" />
          Back to {world}
        </button>
        <span className="muted">The memory of {agent}</span>
      </nav>
      <Inspector memory={memory} self={{ agent, tenant }} relay={relay} />
    </div>
  )
}
