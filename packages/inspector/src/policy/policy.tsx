import { useInspector } from '../inspector-context'
import { LookAs } from '../look-as'
import { policyHeadline } from '../model/policy-headline'
import { openSpaces } from '../model/spaces'
import { useAccess, useAccessLog } from '../use-access'
import { RightsTable } from './rights-table'
import { Sees } from './sees'

/** What may an agent do where, and why was it refused? */
export function Policy() {
  const { memory, self, status, relay, route } = useInspector()
  const log = useAccessLog()
  const reach = log.phase === 'ready' ? log.value.reach : 'unknown'
  const canLook = reach === 'whole'
  const agent = (canLook && route.as) || self.agent
  const access = useAccess(agent)
  if (relay === undefined)
    return (
      <div className="view">
        <p className="headline">Nothing is shared, so nobody else decides.</p>
        <p className="subtle">With a relay, this view shows what its policy lets this agent do in each space.</p>
      </div>
    )
  const isSelf = agent === self.agent
  const answers = access.phase === 'ready' ? access.value : undefined
  const spaces = openSpaces(memory)
    .filter(({ visibility }) => visibility === 'shared')
    .map(({ name }) => {
      const own = isSelf ? status.spaces[name] : undefined
      return { name, rights: own?.rights ?? answers?.get(name)?.rights ?? [], status: own, access: answers?.get(name) }
    })
  const told = spaces.map(({ rights, status: own, access: answer }) => ({
    rights,
    denied:
      own?.denied ?? (!isSelf && answer && rights.length === 0 ? { code: 'unknown-room', message: '' } : undefined),
  }))
  return (
    <div className="view">
      <p className="headline">{policyHeadline(agent, told)}</p>
      {canLook && (
        <LookAs agent={agent}>
          <Sees agent={agent} spaces={spaces} />
        </LookAs>
      )}
      <RightsTable spaces={spaces} />
      <p className="subtle">
        The relay decides on every frame. A space that it denies looks to an agent like one that does not exist.{' '}
        {reachWords[reach]}
      </p>
    </div>
  )
}

const reachWords = {
  whole: 'This tab’s token administers the policy, so all of its log is here and any agent can be looked at.',
  part: 'This tab is told what it may do itself; with a token that has the claim admin it looks as any agent.',
  none: 'This relay keeps no policy log: it believes whoever comes, and its rules were given when it was started.',
  unknown: 'The relay has not told of its policy log yet.',
} as const
