import { useInspector } from '../inspector-context'
import { headlineOf } from '../overview/headline'
import { OwnWrites } from '../overview/own-writes'
import { OthersWrites } from './others-writes'
import { Refusals } from './refusals'
import { SpaceTable } from './space-table'

/** Is it out? Per space what waits, since when, how long it takes either way, and what was refused. */
export function Sync() {
  const { self, relay, status, link } = useInspector()
  return (
    <div className="view">
      <p className="headline">{headlineOf({ agent: self.agent, relay, status, link })}</p>
      <SpaceTable />
      {relay && (
        <>
          <div className="cards two">
            <OthersWrites />
            <OwnWrites />
          </div>
          <Refusals />
          <p className="subtle">
            Pending counts the writes of this tab only; the state says when another tab of this browser is still sending
            what is shown here. What other devices have not sent cannot be known here.
          </p>
        </>
      )}
    </div>
  )
}
