import { useInspector } from '../inspector-context'
import { formatRoute, noFilters } from '../model/route'
import { runsHeadline } from '../model/runs-headline'
import { ErrorNote } from '../states/error-note'
import { useKeys } from '../use-keys'
import { useRuns } from '../use-runs'
import { RunPanel } from './run-panel'
import { RunTable } from './run-table'

/** What is under way over many steps, who holds it, and what could another go on from? */
export function Runs() {
  const { route, goTo } = useInspector()
  const runs = useRuns()
  const close = () => {
    if (route.run === undefined) return false
    goTo(formatRoute({ view: 'runs', filters: noFilters }))
  }
  useKeys({ Escape: close })
  if (runs.phase === 'failed') return <ErrorNote error={runs.error} />
  const known = runs.phase === 'ready' ? runs.value : undefined
  return (
    <div className="view">
      <p className="headline">{known ? runsHeadline(known) : 'Reading the runs'}</p>
      {known && (known.length === 0 ? <NothingYet /> : <RunTable runs={known} open={route.run} />)}
      {route.run && <RunPanel key={`${route.run.space} ${route.run.name}`} {...route.run} onClose={close} />}
      <p className="subtle">
        Whoever saved or resumed a run last holds it. An agent that is cut off cannot know that it was succeeded: what
        it saves then is a fork, which replaces nothing.
      </p>
    </div>
  )
}

function NothingYet() {
  return (
    <div className="panel nobody">
      <p>
        What agents log and save under the name of a run is listed here, so that another can go on where one stopped.
      </p>
      <pre>{"await memory.runs.checkpoint('order-42', { packed: ['lamp'] })"}</pre>
    </div>
  )
}
