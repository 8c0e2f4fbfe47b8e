import { useMemo, useState } from 'react'
import { useInspector } from '../inspector-context'
import { number } from '../model/count-text'
import { isTroubled } from '../model/space-state'
import { openSpaces } from '../model/spaces'
import { BoardHead } from './board-head'
import { BoardLegend } from './board-legend'
import { BoardRow } from './board-row'
import { tallySpaces } from './space-tally'
import { spacesOnMap } from './spaces-on-map'
import { useMapAgents } from './use-map-agents'

/** The map: which agent wrote in which space, who of those with a card is here, and the sync state of each space. */
export function Board() {
  const { memory, feed, status } = useInspector()
  const tallies = useMemo(() => tallySpaces(feed.records), [feed.records])
  const { agents, hidden, away, isHeard, whereIs } = useMapAgents()
  const all = openSpaces(memory)
  const [unfolded, setUnfolded] = useState(false)
  const wanting = new Set([
    ...feed.conflicts.map(({ space }) => space),
    ...Object.entries(status.spaces).flatMap(([name, space]) => (isTroubled(space) || space.pending > 0 ? [name] : [])),
  ])
  const chosen = spacesOnMap(all, { wanting, records: name => tallies.get(name)?.records ?? 0 })
  const spaces = unfolded ? all : chosen
  return (
    <div className="panel">
      <table className="board">
        <caption className="sr">Which agent wrote in which space, with the sync state of each space</caption>
        <BoardHead agents={agents} whereIs={whereIs} newest={feed.records[0]?.time} />
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
              <BoardLegend hasAway={away.size > 0} hidden={hidden} isHeard={isHeard} />
            </td>
          </tr>
        </tfoot>
      </table>
      <p className="sr">{number(feed.records.length)} records in all</p>
    </div>
  )
}
