import { clock, dateAndClock } from '../model/clock-text'
import { Sign } from '../sign'

export interface BoardHeadProps {
  readonly agents: readonly string[]
  readonly whereIs: (agent: string) => string | undefined
  /** When the newest record was written. */
  readonly newest: Date | undefined
}

/** The heads of the map's columns. */
export function BoardHead({ agents, whereIs, newest }: BoardHeadProps) {
  return (
    <thead>
      <tr>
        <th scope="col" className="first">
          Space
        </th>
        {agents.map(agent => (
          <th key={agent} scope="col" className="a" aria-label={[agent, whereIs(agent)].filter(Boolean).join(', ')}>
            <div className="flip">
              <small>{whereIs(agent) ?? '\u00a0'}</small>
              <span className="clip" title={agent}>
                {agent}
              </span>
              <Sign agent={agent} large />
            </div>
          </th>
        ))}
        <th scope="col" className="lane">
          <span className="ends">
            Writes in one minute
            {newest && <time title={dateAndClock(newest)}>until {clock(newest)}</time>}
          </span>
        </th>
        <th scope="col" className="n">
          Records
        </th>
        <th scope="col" className="n opt-col">
          Pending
        </th>
        <th scope="col" className="n opt-col last-col">
          Newest write
        </th>
      </tr>
    </thead>
  )
}
