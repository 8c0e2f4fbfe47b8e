import { useInspector } from '../inspector-context'
import { FirstRecord } from '../states/first-record'
import { RelayUnreachable } from '../states/relay-unreachable'
import { TurnedAway } from '../states/turned-away'
import { Board } from './board'
import { disputeOf, headlineOf } from './headline'
import { LatestWrites } from './latest-writes'
import { NeedsLook } from './needs-look'
import { OwnWrites } from './own-writes'

/** Is this tab connected, to what, and is it safe? */
export function Overview() {
  const { self, relay, status, link, unreachable, feed, isNarrow } = useInspector()
  if (link.state === 'turned-away') return <TurnedAway />
  // One lost attempt is a hiccup, two are a state.
  if (unreachable && unreachable.attempts > 1) return <RelayUnreachable unreachable={unreachable} />
  const dispute = disputeOf(feed.conflicts.length)
  return (
    <div className="view overview">
      <p className="headline">
        {headlineOf({ agent: self.agent, relay, status, link })} {dispute && <a href="#conflicts">{dispute}</a>}
      </p>
      {/* Where the map takes the whole width, what wants a decision comes before it. */}
      {isNarrow && <NeedsLook />}
      {feed.records.length === 0 ? <FirstRecord /> : <Board />}
      <div className="cards">
        {!isNarrow && <NeedsLook />}
        <OwnWrites />
        <LatestWrites />
      </div>
    </div>
  )
}
