import { useInspector } from '../inspector-context'
import { count } from '../model/count-text'
import { identityIn } from '../model/identity'

/** The writes of one minute, coloured by author. Ticks move only when a write arrives. */
export function WriteLane({ writes }: { writes: readonly { readonly agent: string; readonly agoMs: number }[] }) {
  const { identities } = useInspector()
  return (
    <>
      <svg viewBox="0 0 240 32" preserveAspectRatio="none" aria-hidden="true">
        <path d="M0 24.5h240" stroke="var(--line)" vectorEffect="non-scaling-stroke" />
        {writes.map(({ agent, agoMs }, index) => (
          <rect
            // Ticks have no identity of their own; two may stand on one spot.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            x={238 - (agoMs / 60_000) * 238}
            y="8"
            width="2"
            height="16"
            fill={`var(--agent-${identityIn(identities, agent).colour})`}
          />
        ))}
      </svg>
      <span className="sr">{writes.length === 0 ? 'none' : count(writes.length, 'write')}</span>
    </>
  )
}
