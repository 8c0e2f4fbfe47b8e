import { useInspector } from '../inspector-context'
import type { InspectedRun } from '../memory-face'
import { dateAndClock, shortTime } from '../model/clock-text'
import { number } from '../model/count-text'
import { formatRoute, noFilters, type Route } from '../model/route'
import { Who } from '../who'

/** One line a run, the latest first. */
export function RunTable({ runs, open }: { runs: readonly InspectedRun[]; open: Route['run'] }) {
  return (
    <div className="panel">
      <table className="rows agents tasks">
        <caption className="sr">Runs</caption>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Held by</th>
            <th scope="col">State</th>
            <th scope="col" className="n hide">
              Logged
            </th>
            <th scope="col" className="hide">
              Space
            </th>
            <th scope="col" className="hide">
              Last
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map(run => (
            <RunRow
              key={`${run.space} ${run.run}`}
              run={run}
              isOpen={open?.name === run.run && open.space === run.space}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function RunRow({ run, isOpen }: { run: InspectedRun; isOpen: boolean }) {
  const { now } = useInspector()
  const address = formatRoute({ view: 'runs', run: { space: run.space, name: run.run }, filters: noFilters })
  return (
    <tr>
      <th scope="row" className="wide">
        <a href={address} aria-current={isOpen ? 'true' : undefined}>
          {run.run}
        </a>
      </th>
      <td className="who-of">
        {run.holder ? <Who agent={run.holder.agent} /> : <span className="muted">nobody</span>}
      </td>
      <td className="wide">
        {run.version === 0 ? <span className="muted">none saved</span> : `version ${number(run.version)}`}
        {run.term > 1 && <p className="muted">taken over, term {number(run.term)}</p>}
        {run.forks > 0 && <p className="warn">{run.forks === 1 ? 'one fork' : `${number(run.forks)} forks`}</p>}
      </td>
      <td className="n hide">{number(run.logged)}</td>
      <td className="hide muted">{run.space}</td>
      <td className="hide num muted" title={dateAndClock(run.time)}>
        {shortTime(run.time, now())}
      </td>
    </tr>
  )
}
