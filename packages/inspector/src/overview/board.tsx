import { useMemo, useState } from 'react'
import { useInspector } from '../inspector-context'
import { clock, dateAndClock } from '../model/clock-text'
import { count, number } from '../model/count-text'
import { formatRoute, noFilters } from '../model/route'
import { isTroubled } from '../model/space-state'
import { openSpaces } from '../model/spaces'
import { Sign } from '../sign'
import { useRegistry } from '../use-team'
import { BoardRow } from './board-row'
import { tallySpaces } from './space-tally'
import { spacesOnMap } from './spaces-on-map'

/** So many agents have a column; the design gives the map room for them, a list has the rest. */
const mostColumns = 8

/** The map: which agent wrote in which space, who of those with a card is here, and the sync state of each space. */
export function Board() {
  const { memory, feed, self, status, relay, link } = useInspector()
  const tallies = useMemo(() => tallySpaces(feed.records), [feed.records])
  const registry = useRegistry()
  const cards =
    registry.phase === 'ready' ? registry.value.filter(({ agent, registeredBy }) => agent === registeredBy) : []
  const known = new Set([self.agent, ...cards.map(({ agent }) => agent)])
  const everybody = [...feed.agents, ...[...known].filter(agent => !feed.agents.includes(agent))]
  const agents = everybody.slice(0, mostColumns)
  const hidden = everybody.length - agents.length
  // Off the relay nobody hears who is here.
  const isHeard = link.state === 'online'
  const away = new Set(
    cards.flatMap(({ agent, present }) => (present || agent === self.agent || !isHeard ? [] : [agent])),
  )
  const whereIs = (agent: string) =>
    agent === self.agent ? 'this tab' : away.has(agent) ? 'away' : known.has(agent) && isHeard ? 'here' : '\u00a0'
  const all = openSpaces(memory)
  const [unfolded, setUnfolded] = useState(false)
  const wanting = new Set([
    ...feed.conflicts.map(({ space }) => space),
    ...Object.entries(status.spaces).flatMap(([name, space]) => (isTroubled(space) || space.pending > 0 ? [name] : [])),
  ])
  const chosen = spacesOnMap(all, { wanting, records: name => tallies.get(name)?.records ?? 0 })
  const spaces = unfolded ? all : chosen
  const newest = feed.records[0]?.time
  return (
    <div className="panel">
      <table className="board">
        <caption className="sr">Which agent wrote in which space, with the sync state of each space</caption>
        <thead>
          <tr>
            <th scope="col" className="first">
              Space
            </th>
            {agents.map(agent => (
              <th
                key={agent}
                scope="col"
                className="a"
                aria-label={[agent, whereIs(agent).trim()].filter(Boolean).join(', ')}
              >
                <div className="flip">
                  <small>{whereIs(agent)}</small>
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
        <tbody>
          {spaces.map(({ name, visibility }, index) => (
            <BoardRow
              key={name}
              name={name}
              visibility={visibility}
              agents={agents}
              away={away}
              tally={tallies.get(name)}
              status={status.spaces[name]}
              last={index === spaces.length - 1}
            />
          ))}
        </tbody>
        <tfoot>
          {chosen.length < all.length && (
            <tr>
              <td colSpan={agents.length + 5}>
                <button
                  type="button"
                  className="btn small"
                  aria-expanded={unfolded}
                  onClick={() => setUnfolded(open => !open)}
                >
                  {unfolded ? `Show ${chosen.length} of ${all.length} spaces` : `Show all ${all.length} spaces`}
                </button>
              </td>
            </tr>
          )}
          <tr>
            <td colSpan={agents.length + 5}>
              <div className="legend">
                <span>
                  <i className="node" />
                  wrote what stands here
                </span>
                <span>
                  <i className="cross" />
                  wrote nothing that stands here
                </span>
                {away.size > 0 && (
                  <span>
                    <i className="cross off" />
                    away
                  </span>
                )}
                {hidden > 0 && (
                  <a className="link" href={formatRoute({ view: 'directory', filters: noFilters })}>
                    {count(hidden, 'more agent')}
                  </a>
                )}
                <span>
                  {relay && !isHeard && 'Who is here is not known without the relay. '}
                  {relay ? 'Who may read is the relay’s to say. ' : ''}
                  Private spaces of other agents are not listed: they never leave their device.
                </span>
              </div>
            </td>
          </tr>
        </tfoot>
      </table>
      <p className="sr">{number(feed.records.length)} records in all</p>
    </div>
  )
}
