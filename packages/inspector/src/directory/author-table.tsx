import { type Column, DataTable } from '../data-table'
import { useInspector } from '../inspector-context'
import { clock, dateAndClock } from '../model/clock-text'
import { count } from '../model/count-text'
import { formatRoute } from '../model/route'
import { Who } from '../who'
import { type AuthorLine, authorsWithout } from './authors-without'

const columns: readonly Column<AuthorLine>[] = [
  { title: 'Agent', cell: ({ agent }) => <Who agent={agent} /> },
  {
    title: 'Wrote',
    cell: ({ agent, records }) =>
      records === 0 ? (
        'a side of a dispute'
      ) : (
        <a className="link" href={formatRoute({ view: 'records', filters: new Map([['author', [agent]]]) })}>
          {count(records, 'record')}
        </a>
      ),
  },
  {
    title: 'Newest',
    className: 'n muted',
    cell: ({ newest }) => (newest ? clock(newest) : '–'),
    tip: ({ newest }) => newest && dateAndClock(newest),
  },
]

/** Agents whose records are here and who have no card: the rest of those on the map. */
export function AuthorTable({ registered }: { registered: readonly { readonly agent: string }[] }) {
  const { feed } = useInspector()
  const lines = authorsWithout(new Set(registered.map(({ agent }) => agent)), feed)
  if (lines.length === 0) return null
  return (
    <section className="panel">
      <header>
        <h2>Wrote here, without a card</h2>
        <span className="end label">{count(lines.length, 'agent')}</span>
      </header>
      <DataTable caption="Agents without a card" columns={columns} rows={lines} keyOf={({ agent }) => agent} />
    </section>
  )
}
