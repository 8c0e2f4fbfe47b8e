import { useInspector } from '../inspector-context'
import type { InspectedSpaceStatus } from '../memory-face'
import { clock, dateAndClock } from '../model/clock-text'
import { count, number } from '../model/count-text'
import { identityIn } from '../model/identity'
import { formatRoute } from '../model/route'
import { spaceState } from '../model/space-state'
import type { SpaceTally } from './space-tally'
import { WriteLane } from './write-lane'

export interface BoardRowProps {
  readonly name: string
  readonly visibility: 'shared' | 'private'
  readonly agents: readonly string[]
  /** Those of them who are not connected now. */
  readonly away: ReadonlySet<string>
  readonly tally?: SpaceTally
  readonly status?: InspectedSpaceStatus
  readonly last: boolean
}

/** One space on the map. */
export function BoardRow({ name, visibility, agents, away, tally, status, last }: BoardRowProps) {
  const { identities, relay } = useInspector()
  // Without a relay nothing is to be sent.
  const isAlone = visibility === 'private' || relay === undefined
  const pending = isAlone ? 0 : (status?.pending ?? 0)
  return (
    <tr className={last ? 'last' : undefined}>
      <th scope="row">
        <a href={formatRoute({ view: 'records', filters: new Map([['space', [name]]]) })}>
          <b className="few" title={name}>
            {name}
          </b>
          <small>{visibility === 'private' ? 'this device only' : spaceState(status)}</small>
        </a>
      </th>
      {agents.map(agent => {
        const written = tally?.writers.get(agent) ?? 0
        return (
          <td
            key={agent}
            className={`a wire agent-${identityIn(identities, agent).colour} ${away.has(agent) ? 'off' : ''}`}
          >
            {written > 0 && <i className="node" aria-hidden="true" title={`${agent}: ${count(written, 'record')}`} />}
            <span className="sr">{written > 0 ? count(written, 'record') : 'none'}</span>
          </td>
        )
      })}
      <td className="lane">
        <WriteLane writes={tally?.lastMinute ?? []} />
      </td>
      <td className="n">{number(tally?.records ?? 0)}</td>
      <td className={`n opt-col ${pending > 0 ? 'warn' : ''}`}>{isAlone ? '–' : number(pending)}</td>
      <td className="n opt-col last-col muted">
        {tally?.newest ? <time title={dateAndClock(tally.newest)}>{clock(tally.newest)}</time> : 'none'}
      </td>
    </tr>
  )
}
