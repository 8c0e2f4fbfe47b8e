import type { Pause } from './pause'

/** So many are sorted, or passed on, between two looks at the clock. */
const few = 512

/** Sorts as `toSorted` does, with turns of the event loop in between: parts first, which are then merged (von Neumann, 1945). */
export async function sortedInTurns<T>(
  all: readonly T[],
  pause: Pause,
  compare: (one: T, other: T) => number,
): Promise<T[]> {
  let parts: T[][] = []
  for (let from = 0; from < all.length; from += few) {
    parts.push(all.slice(from, from + few).sort(compare))
    await pause()
  }
  while (parts.length > 1) {
    const merged: T[][] = []
    for (let at = 0; at < parts.length; at += 2)
      merged.push(await merge(parts[at]!, parts[at + 1] ?? [], pause, compare))
    parts = merged
  }
  return parts[0] ?? []
}

async function merge<T>(left: T[], right: T[], pause: Pause, compare: (one: T, other: T) => number): Promise<T[]> {
  const merged: T[] = []
  let [l, r] = [0, 0]
  while (l < left.length && r < right.length) {
    merged.push(compare(left[l]!, right[r]!) <= 0 ? left[l++]! : right[r++]!)
    if (merged.length % few === 0) await pause()
  }
  return merged.concat(left.slice(l), right.slice(r))
}
