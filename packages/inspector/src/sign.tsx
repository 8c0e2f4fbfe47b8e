import { useInspector } from './inspector-context'

/** The colour and shape of an agent; its name must stand beside it. */
export function Sign({ agent, large = false }: { agent: string; large?: boolean }) {
  const identity = useInspector().identities.get(agent)
  if (!identity) return <i className="sig" aria-hidden="true" />
  return <i className={`sig ${large ? 'l ' : ''}agent-${identity.colour} ${identity.shape}`} aria-hidden="true" />
}
