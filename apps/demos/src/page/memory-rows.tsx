import { Icon } from '@commonplace/inspector'
import type { AgentView, RowView } from '../agent/agent-view'
import type { Member, World } from '../worlds/world'
import { Sign } from './sign'

export interface MemoryRowsProps {
  readonly world: World
  readonly member: Member
  readonly view: AgentView
  readonly before: AgentView | undefined
}

/** Everything the agent holds: what came or went with this step, with an edge, then the rest, newest first. */
export function MemoryRows({ world, member, view, before }: MemoryRowsProps) {
  const known = new Map((before?.rows ?? []).map(row => [row.version, row]))
  const gone = (before?.rows ?? []).filter(row => isGone(row, view.rows))
  const isSide = ({ key, author, text }: RowView) =>
    key !== undefined && view.facts[key]?.sides.some(side => side.author === author && side.value === text)
  const isNew = (row: RowView) => isChanged(row, known.get(row.version))
  const rows = [...view.rows.filter(isNew), ...view.rows.filter(row => !isNew(row))]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
    <section className="holds" tabIndex={0} aria-label={`Memory of ${member.id}`}>
      <h3>Its memory</h3>
      {rows.length + gone.length === 0 && <p className="none">Nothing yet</p>}
      <ul>
        {gone.map(row =>
          isSide(row) ? (
            <Row key={row.id} world={world} row={row} className="new">
              <span className="warn">the other side</span>
            </Row>
          ) : (
            <Row key={row.id} world={world} row={row} className="new held struck">
              <span className="danger">
                <Icon name="no" /> closed
              </span>
            </Row>
          ),
        )}
        {rows.map(row => (
          <Row key={row.id} world={world} row={row} className={rowClass(row, isNew(row))}>
            <Mark row={row} />
          </Row>
        ))}
      </ul>
    </section>
  )
}

interface RowProps {
  readonly world: World
  readonly row: RowView
  readonly className: string
  readonly children: React.ReactNode
}

function Row({ world, row, className, children }: RowProps) {
  return (
    <li className={className}>
      <p>
        {row.key === undefined ? (
          row.text
        ) : (
          <>
            <span className="mono">{row.key}</span> <span className="subtle">=</span> {row.text}
          </>
        )}
      </p>
      <span className="meta">
        <Sign world={world} agent={row.author} />
        <span>{row.author}</span>
        <span>
          {isPrivate(world, row.space) && <Icon name="lock" />}
          {row.space}
        </span>
        {children}
      </span>
    </li>
  )
}

function Mark({ row }: { row: RowView }) {
  if (row.isUnsent) return <span className="warn">on this device</span>
  if (row.status === 'refuted') return <span className="danger">refuted</span>
  if (row.status === 'proposed') return <span className="warn">waits for validation</span>
  if (row.isHeld) return <span className="warn">held back with it</span>
  if (row.isDisputed) return <span className="warn">in dispute</span>
  if (row.status === 'verified') return <span className="ok">verified</span>
  return null
}

/** Reads no longer give it, and nothing newer took its place: it is closed, or a side that does not decide reads. */
const isGone = (row: RowView, now: readonly RowView[]): boolean =>
  !now.some(
    ({ id, key, space, time }) => id === row.id || (key && key === row.key && space === row.space && time > row.time),
  )

const isChanged = (row: RowView, before: RowView | undefined): boolean =>
  before === undefined || before.isHeld !== row.isHeld || before.status !== row.status

const rowClass = (row: RowView, isNew: boolean): string =>
  `${isNew ? 'new ' : ''}${row.isHeld ? 'held ' : ''}${row.status === 'refuted' ? 'struck' : ''}`

const isPrivate = ({ spaces }: World, name: string): boolean =>
  spaces.find(space => space.name === name)?.writers?.length === 1 && name !== 'playbook'
