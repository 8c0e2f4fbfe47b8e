import { useRef } from 'react'
import { useInspector } from '../inspector-context'
import type { InspectedSide } from '../memory-face'
import { clock } from '../model/clock-text'
import { identityIn } from '../model/identity'
import { sideText } from '../model/side-text'
import { useWidth } from '../use-width'
import { ForkMark } from './fork-mark'

const leastWidth = 480
const lane = 40
const top = 28
const left = 139
/** px, of a value */
const letterWidth = 6.6
/** px that a time takes below the lines */
const timeRoom = 56

/** The dispute as what it is: one line that forks, a write on each branch, and the moment all of it is known. */
export function Fork({ sides }: { sides: readonly InspectedSide[] }) {
  const { identities } = useInspector()
  const box = useRef<SVGSVGElement>(null)
  // Drawn as wide as its place is, since words that shrink with a drawing cannot be read.
  const width = Math.max(useWidth(box, 864), leastWidth)
  const right = width - 99
  const inTime = sides.toSorted((a, b) => a.time.getTime() - b.time.getTime())
  const first = inTime[0]?.time.getTime() ?? 0
  const last = inTime.at(-1)?.time.getTime() ?? 0
  const height = lane * sides.length + 26
  const base = lane * (sides.length - 1) + top
  const xOf = (side: InspectedSide) => {
    const share =
      last > first
        ? (side.time.getTime() - first) / (last - first)
        : inTime.indexOf(side) / Math.max(1, sides.length - 1)
    return left + 110 + share * (right - left - 180)
  }
  const timed: InspectedSide[] = []
  for (const side of inTime) {
    const before = timed.at(-1)
    if (!before || xOf(side) - xOf(before) >= timeRoom) timed.push(side)
  }
  const words = inTime.map(side => `${sideText(side)} by ${side.author.agent} at ${clock(side.time)}`).join('; ')
  return (
    <svg
      ref={box}
      className="fork"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Written without seeing each other: ${words}.`}
    >
      {sides.map((side, index) => {
        const y = top + lane * index
        const bend =
          y === base ? `M112 ${base}H${right + 55}` : `M${left} ${base}C175 ${base} 175 ${y} 211 ${y}H${right + 55}`
        return (
          <g key={side.id}>
            <path className="ln" d={bend} />
            <text x="0" y={y + 4}>
              {shorten(side.author.agent, 15)}
            </text>
          </g>
        )
      })}
      <circle className="start" cx={left} cy={base} r="5" />
      <path className="tie" d={`M${right} ${top}V${base}`} />
      {sides.map((side, index) => {
        const y = top + lane * index
        const x = xOf(side)
        const value = shorten(sideText(side), 28)
        return (
          <g key={side.id}>
            <ForkMark identity={identityIn(identities, side.author.agent)} x={x} y={y} />
            <text className="v" y={y - 14} {...placeOf(value, x, right - 12)}>
              {value}
            </text>
            <circle className="end" cx={right} cy={y} r="5" />
          </g>
        )
      })}
      {timed.map(side => (
        <text key={side.id} className="t" x={xOf(side)} y={height - 4} textAnchor="middle">
          {clock(side.time)}
        </text>
      ))}
      <text className="v w" x={right + 11} y={top + lane * (Math.floor((sides.length - 1) / 2) + 0.5) + 4}>
        in dispute
      </text>
      <text className="t" x={right + 55} y={height - 4}>
        now
      </text>
    </svg>
  )
}

/** In the middle above its mark, or ended where the line is that ties all sides together. */
function placeOf(text: string, x: number, end: number): { readonly x: number; readonly textAnchor: 'middle' | 'end' } {
  return x + (lettersIn(text) * letterWidth) / 2 < end ? { x, textAnchor: 'middle' } : { x: end, textAnchor: 'end' }
}

/** Letters of the width of Latin ones; those of Chinese, Japanese and Korean, and pictures, are as wide as two. */
function lettersIn(text: string): number {
  return [...text].reduce((letters, letter) => letters + (letter >= '\u1100' ? 2 : 1), 0)
}

function shorten(text: string, most: number): string {
  if (lettersIn(text) <= most) return text
  let short = ''
  for (const letter of text) {
    if (lettersIn(short + letter) >= most) break
    short += letter
  }
  return `${short}…`
}
