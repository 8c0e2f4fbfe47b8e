import type { Row } from './workload'

/** Of several rows of the same play, the middle of each figure; of an even number the higher one of the two. */
export function middleOf(rows: readonly Readonly<Record<string, number>>[]): Row {
  const names = Object.keys(rows[0] ?? {})
  return Object.fromEntries(
    names.map(name => {
      const figures = rows.map(row => row[name]!).sort((a, b) => a - b)
      return [name, figures[Math.floor(figures.length / 2)]!]
    }),
  )
}
