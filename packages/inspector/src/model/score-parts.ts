import type { InspectedHit } from '../memory-face'

/** Bars have four shades: three parts of their own, the rest together. */
export const shades = 4

/** The order of score parts for a whole answer: by their weight over all hits, so that every bar has the same one. */
export function partOrder(hits: readonly InspectedHit[]): readonly string[] {
  const weights = new Map<string, number>()
  for (const { why } of hits)
    for (const { name, value } of why.parts) weights.set(name, (weights.get(name) ?? 0) + Math.abs(value))
  return [...weights].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name)
}

/** The positive parts of one hit as shares of the best score, one for each shade. Penalties have no bar. */
export function barShares(hit: InspectedHit, order: readonly string[], best: number): readonly number[] {
  const shares = new Array<number>(shades).fill(0)
  for (const { name, value } of hit.why.parts) {
    if (value <= 0) continue
    const shade = Math.min(shades - 1, Math.max(0, order.indexOf(name)))
    shares[shade] = (shares[shade] ?? 0) + value / best
  }
  const total = shares.reduce((sum, share) => sum + share, 0)
  const whole = best > 0 ? hit.score / best : 0
  return total > whole && total > 0 ? shares.map(share => (share * whole) / total) : shares
}
