import { useInspector } from './inspector-context'
import { Sign } from './sign'

/** An agent: colour, shape and name, never one alone. */
export function Who({ agent }: { agent: string }) {
  const { self } = useInspector()
  return (
    <span className="who" title={agent === self.agent ? `${agent} (this tab)` : agent}>
      <Sign agent={agent} />
      <span className="clip">{agent}</span>
    </span>
  )
}
