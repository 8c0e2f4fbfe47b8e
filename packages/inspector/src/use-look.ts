import { useInspector } from './inspector-context'
import { useAccess, useAccessLog } from './use-access'

/** As whom the page is looked at, and what is given to read there. */
export interface Look {
  /** Whether this tab's token administers the policy: who does not is told of nobody's rights but its own. */
  readonly canLook: boolean
  readonly agent: string
  readonly isSelf: boolean
  reads(space: string): boolean
}

/** The agent that the address names, where it may be looked as; else this tab's. */
export function useLook(): Look {
  const { self, route } = useInspector()
  const log = useAccessLog()
  const canLook = log.phase === 'ready' && log.value.reach === 'whole'
  const agent = (canLook && route.as) || self.agent
  const access = useAccess(agent)
  const isSelf = agent === self.agent
  const reads = (space: string) => {
    if (isSelf) return true
    const answer = access.phase === 'ready' ? access.value.get(space) : undefined
    // What was answered for the agent before stays until the next answer is here.
    return answer?.agent === agent && answer.rights.includes('read')
  }
  return { canLook, agent, isSelf, reads }
}
