import type { Entry } from './entry'
import { loopedIn } from './loops'

/** Who replaced whom among the entries of a key. Entries are told by their position in the list given. */
export interface Ancestry {
  /** for each entry, the present entries it names; none for a looped entry */
  readonly parents: readonly (readonly number[])[]
  /** every entry, after all entries that name it */
  readonly childrenFirst: readonly number[]
  /** entries that name themselves, a later entry of their own writer, or one that descends from them */
  readonly looped: ReadonlySet<number>
}

/** The ancestry of entries of one key. Linear in entries and parents. */
export function ancestryOf(entries: readonly Entry[]): Ancestry {
  if (entries.length === 1 && !isImpossible(entries[0]!)) return alone
  const named = namesIn(entries)
  const sorted = childrenFirst(named)
  const impossible = entries.flatMap((entry, i) => (isImpossible(entry) ? [i] : []))
  if (sorted.length === entries.length && impossible.length === 0) {
    return { parents: named, childrenFirst: sorted, looped: new Set() }
  }
  const looped = new Set([...loopedIn(named), ...impossible])
  const parents = named.map((list, i) => (looped.has(i) ? [] : list))
  return { parents, childrenFirst: childrenFirst(parents), looped }
}

const alone: Ancestry = { parents: [[]], childrenFirst: [0], looped: new Set() }

function isImpossible({ dot, parents }: Entry): boolean {
  return parents.some(parent => parent.client === dot.client && parent.clock >= dot.clock)
}

function namesIn(entries: readonly Entry[]): number[][] {
  const places = new Map<number, Map<number, number>>()
  for (const [i, { dot }] of entries.entries()) {
    const clocks = places.get(dot.client) ?? new Map<number, number>()
    places.set(dot.client, clocks.set(dot.clock, i))
  }
  return entries.map(({ parents }) => parents.flatMap(({ client, clock }) => places.get(client)?.get(clock) ?? []))
}

/** Entries after all that name them (Kahn, 1962); those on cycles, and what only they lead to, are missing. */
function childrenFirst(parents: readonly (readonly number[])[]): number[] {
  const children = new Array<number>(parents.length).fill(0)
  for (const list of parents) for (const parent of list) children[parent]!++
  const sorted = parents.flatMap((_, i) => (children[i] === 0 ? [i] : []))
  for (let at = 0; at < sorted.length; at++) {
    for (const parent of parents[sorted[at]!]!) if (--children[parent]! === 0) sorted.push(parent)
  }
  return sorted
}
