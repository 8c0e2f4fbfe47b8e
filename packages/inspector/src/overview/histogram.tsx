import { span } from '../model/clock-text'
import { quantile } from '../model/quantile'

const width = 280
const height = 160
const bars = 22

/** How often which time was taken. */
export function Histogram({ times }: { times: readonly number[] }) {
  const top = niceCeiling(Math.max(...times))
  const counts = new Array<number>(bars).fill(0)
  for (const time of times) {
    const index = Math.min(bars - 1, Math.floor((time / top) * bars))
    counts[index] = (counts[index] ?? 0) + 1
  }
  const most = Math.max(...counts)
  const step = width / bars
  const marks = [
    { at: quantile(times, 0.5), name: 'p50' },
    { at: quantile(times, 0.99), name: 'p99' },
  ]
  return (
    <svg
      viewBox={`0 0 ${width} ${height + 20}`}
      role="img"
      aria-label={`Half of the writes took ${span(marks[0]?.at ?? 0)} or less, the slowest ${span(Math.max(...times))}`}
    >
      {counts.map((value, index) => (
        <rect
          // Bars are places on the axis.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          x={index * step + 0.5}
          y={height - (value / most) * (height - 24)}
          width={step - 1}
          height={(value / most) * (height - 24)}
          fill="var(--part-2)"
        />
      ))}
      <path d={`M0 ${height + 0.5}h${width}`} stroke="var(--line-strong)" />
      {times.length >= 100 &&
        marks.map(({ at, name }, index) => {
          const x = Math.min(width - 1, (at / top) * width)
          const left = index === 1 && x > width - 32
          return (
            <g key={name}>
              <path d={`M${x} 8V${height}`} stroke="var(--text)" strokeDasharray="2 2" />
              <text x={left ? x - 4 : x + 4} y="14" textAnchor={left ? 'end' : 'start'}>
                {name}
              </text>
            </g>
          )
        })}
      <text x="0" y={height + 16}>
        0
      </text>
      <text x={width} y={height + 16} textAnchor="end">
        {span(top)}
      </text>
    </svg>
  )
}

/** The next of 1, 2, 5, 10, 20, … at or above a value. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  return [1, 2, 5, 10].map(factor => factor * power).find(candidate => candidate >= value) ?? 10 * power
}
