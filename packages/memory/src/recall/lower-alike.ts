import type { Indexed } from './indexed'
import { likeness, nearly, shinglesOf } from './likeness'
import { type Part, parts } from './parts'
import type { Ranked } from './ranked'
import type { Weights } from './weights'

const part: Part = 'alike'
const column = parts.indexOf(part)

/**
 * Lets a record speak for what names it as nearly the same: it gets the best score among them, and they stand after others.
 * What is named must be nearly the same indeed, so that nobody is lifted or pushed down by a name alone.
 */
export function lowerAlike(
  ranked: readonly Ranked[],
  recordOf: (slot: number) => Indexed,
  weights: Weights,
): readonly Ranked[] {
  if (weights.alike === 0 || !ranked.some(({ slot }) => recordOf(slot).alike !== undefined)) return ranked
  const byId = new Map(ranked.map((each, at) => [recordOf(each.slot).id, at]))
  const added = new Float64Array(ranked.length)
  const copies = new Set<number>()
  for (const [at, { slot, score }] of ranked.entries()) {
    const { alike = [], text } = recordOf(slot)
    for (const id of alike) {
      const named = byId.get(id)
      if (named === undefined || named === at || !isNearly(text, recordOf(ranked[named]!.slot).text)) continue
      copies.add(at)
      added[named] = Math.max(added[named]!, score - ranked[named]!.score)
    }
  }
  for (const at of copies) added[at] = weights.alike
  return ranked.map((each, at) => {
    if (added[at] === 0) return each
    each.values[column] = added[at]!
    return { ...each, score: each.score + added[at]! }
  })
}

function isNearly(one: string, other: string): boolean {
  return likeness(shinglesOf(one), shinglesOf(other)) >= nearly
}
