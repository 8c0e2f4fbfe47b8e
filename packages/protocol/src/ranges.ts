/** Clocks from `from` up to, not including, `to`. */
export type Range = readonly [from: number, to: number]

/**
 * What of `range` is in none of `ranges`.
 *
 * @param ranges sorted and disjoint, as `unionRanges` gives them
 */
export function minusRanges([from, to]: Range, ranges: readonly Range[]): Range[] {
  const rest: Range[] = []
  let start = from
  for (let at = firstEndingAfter(ranges, from); at < ranges.length && start < to; at++) {
    const [coveredFrom, coveredTo] = ranges[at]!
    if (coveredFrom >= to) break
    if (coveredFrom > start) rest.push([start, coveredFrom])
    start = Math.max(start, coveredTo)
  }
  if (start < to) rest.push([start, to])
  return rest
}

/** The same clocks as sorted, disjoint, non-adjacent ranges; empty ranges vanish. */
export function unionRanges(ranges: readonly Range[]): Range[] {
  const union: Range[] = []
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    if (from >= to) continue
    const last = union.at(-1)
    if (last && last[1] >= from) union[union.length - 1] = [last[0], Math.max(last[1], to)]
    else union.push([from, to])
  }
  return union
}

/**
 * The place of the first range that ends after a clock; the number of ranges when none does. Found by halving, because a room's
 * delete set grows with its life while an update names a few ranges.
 *
 * @param ranges sorted and disjoint, as `unionRanges` gives them
 */
export function firstEndingAfter(ranges: readonly Range[], clock: number): number {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ranges[middle]![1] <= clock) low = middle + 1
    else high = middle
  }
  return low
}
