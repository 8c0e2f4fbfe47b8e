import { useInspector } from '../inspector-context'
import type { InspectedAgent } from '../memory-face'
import { dateAndClock, day } from '../model/clock-text'
import { Who } from '../who'

/** One line an agent: what its card says, and whether it is here. */
export function AgentTable({ agents }: { agents: readonly InspectedAgent[] }) {
  return (
    <div className="panel">
      <table className="rows agents">
        <caption className="sr">Registered agents</caption>
        <thead>
          <tr>
            <th scope="col">Agent</th>
            <th scope="col">Here</th>
            <th scope="col">Can do</th>
            <th scope="col" className="hide">
              Version
            </th>
            <th scope="col" className="hide">
              Card ends
            </th>
          </tr>
        </thead>
        <tbody>
          {agents.map(agent => (
            <AgentRow key={agent.agent} agent={agent} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function AgentRow({
  agent: { agent, name, description, present, capabilities, endpoint, version, expires, registeredBy },
}: {
  agent: InspectedAgent
}) {
  const { self } = useInspector()
  const isGuest = registeredBy !== agent
  return (
    <tr>
      <th scope="row">
        <Who agent={agent} />
        {name !== agent && <span className="muted">{name}</span>}
        {agent === self.agent && <span className="subtle">this tab</span>}
        {isGuest && <span className="subtle">outside the team, brought by {registeredBy}</span>}
      </th>
      <td className={present ? '' : 'muted'}>
        {present && <i className="state-dot" aria-hidden="true" />}
        {present ? 'here' : 'away'}
      </td>
      <td className="wide">
        {capabilities.length > 0 && (
          <ul className="tags">
            {capabilities.map(({ id, name: called, description: does }) => (
              <li key={id} className="tag" title={does ?? called}>
                {id}
              </li>
            ))}
          </ul>
        )}
        {description !== '' && <p className="muted">{description}</p>}
        {endpoint !== undefined && <p className="mono subtle">{endpoint}</p>}
      </td>
      <td className="hide mono muted">{version ?? '–'}</td>
      <td className="hide num muted" title={expires && dateAndClock(expires)}>
        {expires ? day(expires) : 'never'}
      </td>
    </tr>
  )
}
