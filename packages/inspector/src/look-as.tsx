import type { ReactNode } from 'react'
import { useInspector } from './inspector-context'
import { formatRoute } from './model/route'

export interface LookAsProps {
  /** Whom the page is looked at as. */
  readonly agent: string
  readonly children?: ReactNode
}

/** A choice of the agent whose rights decide what is shown; the address keeps it. */
export function LookAs({ agent, children }: LookAsProps) {
  const { self, feed, route, goTo } = useInspector()
  return (
    <div className="look-as">
      <label className="opt">
        <span className="of">as</span>
        <select
          aria-label="Look as"
          value={agent}
          onChange={event => {
            const as = event.target.value === self.agent ? undefined : event.target.value
            goTo(formatRoute({ ...route, as }))
          }}
        >
          {[...new Set([self.agent, ...feed.agents, agent])].map(name => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {children}
    </div>
  )
}
