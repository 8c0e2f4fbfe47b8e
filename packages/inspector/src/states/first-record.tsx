import { useInspector } from '../inspector-context'
import type { Link } from '../model/link'
import { relayName } from '../model/relay-name'
import { openSpaces } from '../model/spaces'

/** No record yet: what would be here, and the one next step. */
export function FirstRecord() {
  const { relay, memory, status, link } = useInspector()
  const shared = openSpaces(memory).filter(space => space.visibility === 'shared')
  const admitted = shared.filter(({ name }) => !status.spaces[name]?.denied)
  const isDenied = shared.length > 0 && admitted.length === 0
  const isComing = admitted.some(({ name }) => status.spaces[name]?.synced === false)
  const named = (isDenied ? shared : admitted).map(space => space.name)
  const names = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(named)
  return (
    <div className="panel">
      <div className="middle">
        <div className="blank">
          <div>
            <h2>No records yet</h2>
            <p>
              {isDenied &&
                `${relayName(relay ?? '')} denies this agent ${names}: nothing arrives, and nothing written there leaves. `}
              {relay &&
                !isDenied &&
                `Whatever an agent on ${relayName(relay)} writes to ${names} appears here ${whenOf(link.state, isComing)}. `}
              {!relay && 'What this tab writes stays on this device. '}
              {!isDenied && 'Press Write to add the first one yourself.'}
            </p>
          </div>
        </div>
      </div>
    </div>
  )
}

/** When something can arrive. */
function whenOf(state: Link['state'], isComing: boolean): string {
  switch (state) {
    case 'online':
      return isComing ? 'in a moment: what the relay has is on its way' : 'as it arrives'
    case 'connecting':
      return 'once this tab is connected'
    case 'turned-away':
      return 'once the relay lets this tab in'
    case 'paused':
      return 'once you are no longer offline'
    default:
      return 'once the relay answers'
  }
}
