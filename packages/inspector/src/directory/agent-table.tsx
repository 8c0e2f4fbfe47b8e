import { type Column, DataTable } from '../data-table'
import { useInspector } from '../inspector-context'
import type { InspectedAgent } from '../memory-face'
import { dateAndClock, day } from '../model/clock-text'
import { Who } from '../who'

const columns: readonly Column<InspectedAgent>[] = [
  { title: 'Agent', cell: agent => <Named agent={agent} /> },
  {
    title: 'Here',
    cell: agent => <Here agent={agent} />,
    tone: ({ present }) => (present ? '' : 'muted'),
  },
  { title: 'Can do', className: 'wide', cell: agent => <CanDo agent={agent} /> },
  { title: 'Version', className: 'hide mono muted', cell: ({ version }) => version ?? '–' },
  {
    title: 'Card ends',
    className: 'hide num muted',
    cell: ({ expires }) => (expires ? day(expires) : 'never'),
    tip: ({ expires }) => expires && dateAndClock(expires),
  },
]

/** One line an agent: what its card says, and whether it is here. */
export function AgentTable({ agents }: { agents: readonly InspectedAgent[] }) {
  return (
    <div className="panel">
      <DataTable
        caption="Registered agents"
        className="lines"
        columns={columns}
        rows={agents}
        keyOf={({ agent }) => agent}
      />
    </div>
  )
}

/** The relay tells who is here; this tab is, whatever the relay does. */
function Here({ agent: { agent, present } }: { agent: InspectedAgent }) {
  const { self, link } = useInspector()
  if (link.state !== 'online' && agent !== self.agent) return <span className="muted">not known</span>
  return (
    <>
      {present && <i className="state-dot" aria-hidden="true" />}
      {present ? 'here' : 'away'}
    </>
  )
}

function Named({ agent: { agent, name, registeredBy } }: { agent: InspectedAgent }) {
  const { self } = useInspector()
  return (
    <>
      <Who agent={agent} />
      {name !== agent && <span className="muted">{name}</span>}
      {agent === self.agent && <span className="subtle">this tab</span>}
      {registeredBy !== agent && <span className="subtle">outside the team, brought by {registeredBy}</span>}
    </>
  )
}

function CanDo({ agent: { capabilities, description, endpoint } }: { agent: InspectedAgent }) {
  return (
    <>
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
    </>
  )
}
