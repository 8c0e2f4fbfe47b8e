import { type CSSProperties, type ReactNode, useRef } from 'react'
import type { World } from '../worlds/world'
import { useActingInSight } from './use-acting-in-sight'

export interface ColumnsProps {
  readonly world: World
  /** How many agents stand beside each other. */
  readonly count: number
  readonly label?: string
  /** The step that is looked at, and who acts in it. */
  readonly step?: number
  readonly acting?: readonly number[]
  readonly children: ReactNode
}

/** Agents beside each other. Each fact has a line of its own across all of them, however much one of them has to say of it. */
export function Columns({ world, count, label, step = 0, acting = [], children }: ColumnsProps) {
  const row = useRef<HTMLElement>(null)
  useActingInSight(row, step, acting)
  const facts = world.facts.length + (world.secret ? 1 : 0)
  return (
    <main ref={row} className={`columns of-${count}`} style={{ '--facts': facts } as CSSProperties} aria-label={label}>
      {children}
    </main>
  )
}
