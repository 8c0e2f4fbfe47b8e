import { type Column, DataTable } from '../data-table'
import { useInspector } from '../inspector-context'
import type { InspectedRun } from '../memory-face'
import { dateAndClock, shortTime } from '../model/clock-text'
import { number } from '../model/count-text'
import { formatRoute, noFilters, type Route } from '../model/route'
import { Who } from '../who'

/** One line a run, the latest first. */
export function RunTable({ runs, open }: { runs: readonly InspectedRun[]; open: Route['run'] }) {
  const { now } = useInspector()
  const addressOf = ({ space, run }: InspectedRun) =>
    formatRoute({ view: 'runs', run: { space, name: run }, filters: noFilters })
  const isOpen = ({ space, run }: InspectedRun) => open?.name === run && open.space === space
  const columns: readonly Column<InspectedRun>[] = [
    {
      title: 'Run',
      className: 'wide',
      cell: run => (
        <a href={addressOf(run)} aria-current={isOpen(run) ? 'true' : undefined}>
          {run.run}
        </a>
      ),
    },
    {
      title: 'Held by',
      className: 'who-of',
      cell: ({ holder }) => (holder ? <Who agent={holder.agent} /> : <span className="muted">nobody</span>),
    },
    { title: 'State', className: 'wide', cell: run => <RunState run={run} /> },
    { title: 'Logged', className: 'n hide', cell: ({ logged }) => number(logged) },
    { title: 'Space', className: 'name hide muted', cell: ({ space }) => space },
    {
      title: 'Last',
      className: 'when num muted',
      cell: ({ time }) => shortTime(time, now()),
      tip: ({ time }) => dateAndClock(time),
    },
  ]
  return (
    <div className="panel">
      <DataTable
        caption="Runs"
        className="lines"
        columns={columns}
        rows={runs}
        keyOf={({ space, run }) => `${space} ${run}`}
      />
    </div>
  )
}

function RunState({ run: { version, term, forks } }: { run: InspectedRun }) {
  return (
    <>
      {version === 0 ? <span className="muted">no state saved</span> : <span>version {number(version)}</span>}
      {term > 1 && <p className="muted">taken over, term&nbsp;{number(term)}</p>}
      {forks > 0 && <p className="warn">{forks === 1 ? 'one fork' : `${number(forks)} forks`}</p>}
    </>
  )
}
