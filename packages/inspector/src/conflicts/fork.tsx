import { useInspector } from '../inspector-context'
import type { InspectedSide } from '../memory-face'
import { clock } from '../model/clock-text'
import { identityIn } from '../model/identity'
import { sideText } from '../model/side-text'
import { ForkMark } from './fork-mark'

const width = 864
const lane = 40
const left = 139
const right = 765

/** The dispute as what it is: one line that forks, a write on each branch, and the moment all of it is known. */
export function Fork({ sides }: { sides: readonly InspectedSide[] }) {
  const { identities } = useInspector()
  const inTime = sides.toSorted((a, b) => a.time.getTime() - b.time.getTime())
  const first = inTime[0]?.time.getTime() ?? 0
  const last = inTime.at(-1)?.time.getTime() ?? 0
  const height = lane * sides.length + 26
  const base = lane * (sides.length - 1) + 28
  const xOf = (side: InspectedSide) => {
    const share =
      last > first
        ? (side.time.getTime() - first) / (last - first)
        : inTime.indexOf(side) / Math.max(1, sides.length - 1)
    return left + 146 + share * (right - left - 260)
  }
  const words = inTime.map(side => `${sideText(side)} by ${side.author.agent} at ${clock(side.time)}`).join('; ')
  return (
    <svg
      className="fork"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Written without seeing each other: ${words}.`}
    >
      {sides.map((side, index) => {
        const y = 28 + lane * index
        const bend = y === base ? `M104 ${base}H820` : `M${left} ${base}C175 ${base} 175 ${y} 211 ${y}H820`
        return (
          <g key={side.id}>
            <path className="ln" d={bend} />
            <text x="0" y={y + 4}>
              {shorten(side.author.agent, 16)}
            </text>
          </g>
        )
      })}
      <circle className="start" cx={left} cy={base} r="5" />
      <path className="tie" d={`M${right} 28V${base}`} />
      {sides.map((side, index) => {
        const y = 28 + lane * index
        const x = xOf(side)
        return (
          <g key={side.id}>
            <ForkMark identity={identityIn(identities, side.author.agent)} x={x} y={y} />
            <text className="v" x={x} y={y - 14} textAnchor="middle">
              {shorten(sideText(side), 28)}
            </text>
            <text className="t" x={x} y={height - 4} textAnchor="middle">
              {clock(side.time)}
            </text>
            <circle className="end" cx={right} cy={y} r="5" />
          </g>
        )
      })}
      <text className="v w" x={right + 11} y={(28 + base) / 2 + 4}>
        in dispute
      </text>
      <text className="t" x="820" y={height - 4}>
        now
      </text>
    </svg>
  )
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
