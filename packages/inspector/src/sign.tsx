import { useInspector } from './inspector-context'
import { identityIn } from './model/identity'

/** The colour and shape of an agent; its name must stand beside it. */
export function Sign({ agent, large = false }: { agent: string; large?: boolean }) {
  const identity = identityIn(useInspector().identities, agent)
  return <i className={`sig ${large ? 'l ' : ''}agent-${identity.colour} ${identity.shape}`} aria-hidden="true" />
}
