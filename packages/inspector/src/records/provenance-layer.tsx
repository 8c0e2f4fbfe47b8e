import { number } from '../model/count-text'
import type { Look } from '../use-look'
import { useMore } from '../use-more'
import { LinkedRecord, type LinkToRecord } from './linked-record'

/** So many records are drawn beside each other; more stand in rows. */
const shown = 4

export interface ProvenanceLayerProps {
  readonly title: string
  readonly links: readonly LinkToRecord[]
  readonly look: Look
  /** What to say when there are none. */
  readonly none: string
  /** On which side of the record in the middle the layer stands. */
  readonly side: 'above' | 'below'
}

/** The records on one side of a record, joined to it by lines; a list where there is no room for a drawing. */
export function ProvenanceLayer({ title, links, look, none, side }: ProvenanceLayerProps) {
  const [drawn, more] = useMore(links, { first: shown, more: 40 })
  const columns = Math.min(drawn.length, shown)
  // The lines begin at the row that is next to the record: the last one above it, which may not be full.
  const next = side === 'above' ? ((drawn.length - 1) % shown) + 1 : columns
  const wires = drawn.length > 0 && <Wires count={next} columns={columns} side={side} />
  return (
    <section className={`layer ${side}`}>
      {side === 'below' && wires}
      <h3 className="label">
        {title}
        {links.length > 0 && ` ${number(links.length)}`}
      </h3>
      {links.length === 0 && <p className="muted">{none}</p>}
      {more && <p className="more">{more}</p>}
      <ul className={drawn.length > shown ? 'links many' : 'links'}>
        {drawn.map(link => (
          <LinkedRecord key={link.id} link={link} look={look} />
        ))}
      </ul>
      {side === 'above' && wires}
    </section>
  )
}

/** A line from each of the first so many of equal columns to the middle. */
function Wires({ count, columns, side }: { count: number; columns: number; side: 'above' | 'below' }) {
  const [from, to] = side === 'above' ? [0, 40] : [40, 0]
  return (
    <svg className="wires" viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => {
        const x = ((index + 0.5) / columns) * 100
        return <path key={x} d={`M${x} ${from}C${x} 20 50 20 50 ${to}`} />
      })}
    </svg>
  )
}
