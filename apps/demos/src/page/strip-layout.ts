import type { Act } from '../run/act'

/** One write on its way, in the strip. */
export interface Hop {
  readonly agent: string
  readonly x: number
  /** Who got it; nobody while its author was away, or where nobody else may read it. */
  readonly to: readonly string[]
  /** It waited on its author's device. */
  readonly isHeld: boolean
}

/** Something an agent looked up in its own replica. */
export interface Look {
  readonly agent: string
  readonly x: number
}

/** One step of the script, as its column of the strip shows it. */
export interface Column {
  readonly hops: readonly Hop[]
  readonly looks: readonly Look[]
  /** What the last write took to its last reader, or why there is nothing to measure. */
  readonly note?: string
}

/** A time in which an agent was away. */
export interface Absence {
  readonly agent: string
  readonly from: number
  readonly to: number
}

export interface StripLayout {
  readonly columns: readonly Column[]
  readonly absences: readonly Absence[]
}

const margin = 12
const room = 48
const widest = 16

/**
 * Where everything stands in the strip: a column a step, in it what was done from left to right.
 *
 * @param xOf where a step's column begins
 * @param width of a column
 */
export function stripLayout(
  acts: readonly Act[],
  steps: number,
  xOf: (step: number) => number,
  width: number,
): StripLayout {
  const columns: Column[] = []
  const absences: Absence[] = []
  const left = new Map<string, number>()
  for (let step = 1; step <= steps; step++) {
    const own = acts.filter(act => act.step === step && isDrawn(act))
    const marks = own.flatMap(act =>
      act.verb === 'come' ? Array.from({ length: act.delivered || 1 }, () => act) : [act],
    )
    const gap = Math.min(widest, (width - room) / Math.max(marks.length - 1, 1))
    const hops: Hop[] = []
    const looks: Look[] = []
    for (const [index, act] of marks.entries()) {
      const x = xOf(step) + margin + index * gap
      if (act.verb === 'leave') left.set(act.agent, x)
      else if (act.space === undefined && act.verb !== 'come') looks.push({ agent: act.agent, x })
      else hops.push({ agent: act.agent, x, to: Object.keys(act.arrivals), isHeld: act.isAway && act.verb !== 'come' })
      const from = left.get(act.agent)
      if (act.verb === 'come' && from !== undefined) {
        absences.push({ agent: act.agent, from, to: x })
        left.delete(act.agent)
      }
    }
    columns.push({ hops, looks, note: noteOf(marks, hops, looks) })
  }
  const end = xOf(Math.max(1, ...acts.map(({ step }) => step))) + width
  return { columns, absences: [...absences, ...[...left].map(([agent, from]) => ({ agent, from, to: end }))] }
}

const isDrawn = ({ verb, space }: Act): boolean =>
  space !== undefined || verb === 'leave' || verb === 'come' || verb === 'whoKnows' || verb === 'context'

function noteOf(marks: readonly Act[], hops: readonly Hop[], looks: readonly Look[]): Column['note'] {
  const last = marks.at(-1)
  const hop = hops.at(-1)
  if (!last) return undefined
  if (!hop) return looks.length > 0 ? 'local' : undefined
  const ms = marks.flatMap(({ arrivals }) => Object.values(arrivals))
  if (ms.length > 0) return `${Math.max(1, Math.round(Math.max(...ms)))} ms`
  return hop.isHeld ? 'waits' : 'stays'
}
