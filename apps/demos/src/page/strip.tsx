import { useLayoutEffect, useRef, useState } from 'react'
import type { Act } from '../run/act'
import type { World } from '../worlds/world'
import { signOf } from './sign'
import { type Hop, stripLayout } from './strip-layout'

export interface StripProps {
  readonly world: World
  /** All that was done so far. */
  readonly acts: readonly Act[]
  readonly shown: number
  readonly onStep: (step: number) => void
}

const left = 104
const narrowest = 1120
const laneGap = 26

/** How every write travelled: its author, the relay where it became durable, those who got it. A click goes to a step. */
export function Strip({ world, acts, shown, onStep }: StripProps) {
  const box = useRef<HTMLElement>(null)
  const [width, setWidth] = useState(narrowest)
  useLayoutEffect(() => {
    const element = box.current!
    const measure = () => setWidth(Math.max(narrowest, element.clientWidth - 48))
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const { steps, members } = world
  const column = (width - left) / steps.length
  const xOf = (step: number) => left + (step - 1) * column
  useLayoutEffect(() => {
    const element = box.current!
    // The names stay where they are, so the middle is that of what is left beside them.
    element.scrollLeft = left + (shown - 0.5) * column - (element.clientWidth + left) / 2
  }, [shown, column])
  const above = Math.ceil(members.length / 2)
  const relay = 40 + above * laneGap
  const lanes = new Map(members.map(({ id }, index) => [id, 40 + (index < above ? index : index + 1) * laneGap]))
  const last = 40 + members.length * laneGap
  const height = last + 28
  const { columns, absences } = stripLayout(acts, steps.length, xOf, column)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
    <section className="strip" ref={box} tabIndex={0} aria-label="Propagation, one column a step">
      <svg className="names" viewBox={`0 0 ${left} ${height}`} style={{ width: left, height }} aria-hidden="true">
        {members.map(({ id }) => (
          <text key={id} className="name" x="0" y={lanes.get(id)! + 4}>
            {id}
          </text>
        ))}
        <text x="0" y={relay + 4}>
          relay
        </text>
        <rect x="38" y={relay - 4} width="4" height="9" className="durable" />
        <text x="46" y={relay + 4}>
          durable
        </text>
        <text x="0" y={last + 24}>
          reached all in
        </text>
      </svg>
      <svg viewBox={`0 0 ${width} ${height}`} style={{ width, height }} role="img" aria-label={wordsOf(world, acts)}>
        <defs>
          <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V6" className="hatch" />
          </pattern>
        </defs>
        <rect x={xOf(shown)} y="0" width={column} height={height} rx="6" className="current" />
        <path className="head" d={`M${xOf(shown) + 6} .75h${column - 12}`} />
        {steps.map(({ title, short }, index) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the same steps are reached by the keys of the transport
          <g key={short} onClick={() => onStep(index + 1)}>
            <rect className="hit" x={xOf(index + 1)} y="0" width={column} height={height}>
              <title>{title}</title>
            </rect>
            <text className={`step ${index + 1 === shown ? 'on' : ''}`} x={xOf(index + 1) + 8} y="16">
              {index + 1}&ensp;{short}
            </text>
          </g>
        ))}
        {members.map(({ id }) => (
          <path key={id} className="lane" d={`M${left} ${lanes.get(id)! + 0.5}H${width}`} />
        ))}
        <path className="relay" d={`M${left} ${relay + 0.5}H${width}`} />
        {absences.map(({ agent, from, to }) => (
          <rect
            key={`${agent} ${from}`}
            x={from}
            y={lanes.get(agent)! - 8}
            width={to - from}
            height="16"
            className="absence"
          />
        ))}
        {columns.map(({ hops, looks, note }, index) => (
          <g
            key={steps[index]!.short}
            className={`acts ${index + 1 === shown ? 'in' : ''} ${index + 1 > shown ? 'later' : ''}`}
          >
            {hops.map(hop => (
              <HopMark key={hop.x} world={world} hop={hop} lanes={lanes} relay={relay} />
            ))}
            {looks.map(({ agent, x }) => (
              <circle
                key={x}
                className={`look agent-${signOf(world, agent).colour}`}
                cx={x}
                cy={lanes.get(agent)}
                r="4"
              />
            ))}
            {note && (
              <text className="ms" x={xOf(index + 1) + 8} y={last + 24}>
                {note}
              </text>
            )}
          </g>
        ))}
      </svg>
    </section>
  )
}

interface HopMarkProps {
  readonly world: World
  readonly hop: Hop
  readonly lanes: ReadonlyMap<string, number>
  readonly relay: number
}

function HopMark({ world, hop: { agent, x, to, isHeld }, lanes, relay }: HopMarkProps) {
  const { colour, shape } = signOf(world, agent)
  const y = lanes.get(agent)!
  return (
    <g className={`agent-${colour}`}>
      {!isHeld && (
        <>
          <path className="hop" d={`M${x} ${y}L${x + 14} ${relay}`} />
          {to.map(reader => (
            <g key={reader}>
              <path className="hop" d={`M${x + 14} ${relay}L${x + 32} ${lanes.get(reader)}`} />
              <circle className="mark" cx={x + 32} cy={lanes.get(reader)} r="2.5" />
            </g>
          ))}
          <rect x={x + 12} y={relay - 4} width="4" height="9" className="durable" />
        </>
      )}
      <path className="mark" d={shapeAt[shape](x, y)} />
    </g>
  )
}

const shapeAt: Record<ReturnType<typeof signOf>['shape'], (x: number, y: number) => string> = {
  hexagon: (x, y) => `M${x} ${y - 5}l4.5 2.5v5l-4.5 2.5-4.5-2.5v-5z`,
  circle: (x, y) => `M${x - 4.5} ${y}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z`,
  square: (x, y) => `M${x - 4} ${y - 4}h8v8h-8z`,
  diamond: (x, y) => `M${x} ${y - 5.5}l5.5 5.5-5.5 5.5-5.5-5.5z`,
  triangle: (x, y) => `M${x} ${y - 5}l5 9h-10z`,
  bar: (x, y) => `M${x - 5} ${y - 2}h10v4h-10z`,
}

/** The same for those who do not see it. */
function wordsOf({ steps }: World, acts: readonly Act[]): string {
  const writes = acts.filter(({ space }) => space !== undefined)
  const held = writes.filter(({ isAway }) => isAway).length
  const times = writes.flatMap(({ arrivals }) => Object.values(arrivals))
  const slowest =
    times.length > 0 ? `, the slowest was with its last reader after ${Math.round(Math.max(...times))} ms` : ''
  return `${writes.length} writes in ${steps.length} steps${slowest}; ${held} waited on their author’s device`
}
