import { useInspector } from '../inspector-context'
import { policyHeadline } from '../model/policy-headline'
import { openSpaces } from '../model/spaces'
import { RightsTable } from './rights-table'

/** What may this agent do where, and why was it refused? */
export function Policy() {
  const { memory, self, status, relay } = useInspector()
  const shared = openSpaces(memory).filter(({ visibility }) => visibility === 'shared')
  const known = shared.flatMap(({ name }) => status.spaces[name] ?? [])
  if (relay === undefined)
    return (
      <div className="view">
        <p className="headline">Nothing is shared, so nobody else decides.</p>
        <p className="subtle">With a relay, this view shows what its policy lets this agent do in each space.</p>
      </div>
    )
  return (
    <div className="view">
      <p className="headline">{policyHeadline(self.agent, known)}</p>
      <RightsTable spaces={shared.map(({ name }) => ({ name, status: status.spaces[name] }))} />
      <p className="subtle">
        The relay decides on every frame and tells an agent what it may do itself, not what others may. A space that it
        denies looks to the agent like one that does not exist. Who administers the policy sees all of it:{' '}
        <code>commonplace-relay policy show</code>.
      </p>
    </div>
  )
}
