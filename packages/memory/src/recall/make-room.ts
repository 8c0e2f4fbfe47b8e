import { apartWords } from './nearness'
import type { Neighbourhood } from './neighbourhood'
import { type Part, parts } from './parts'
import type { Ranked } from './ranked'
import type { RankingInput } from './ranking-input'
import { near } from './weights'

/** Adjacent rows of a neighbourhood, both ends among them. */
export interface Rows {
  readonly from: number
  readonly to: number
}

const repeated = parts.indexOf('repeated' satisfies Part)
const crowded = parts.indexOf('crowded' satisfies Part)

/**
 * Takes a little off what comes after others of its passage, and off what comes after several near it: what answers a question of
 * several things stands in several places.
 *
 * @param bestFirst places in `ranked`
 * @param passages of each of the ranked
 * @param middles by row, in words
 */
export function makeRoom(
  ranked: readonly Ranked[],
  bestFirst: Int32Array,
  passages: readonly Rows[],
  { height, rowOf }: Neighbourhood,
  middles: Float64Array,
  { weights, closeCount }: RankingInput,
): void {
  const isTaken = new Uint8Array(height)
  const better: number[] = []
  for (const at of bestFirst) {
    const { from, to } = passages[at]!
    const each = ranked[at]!
    const row = rowOf(each.slot)
    let ofPassage = 0
    for (let other = from; other <= to; other++) ofPassage += isTaken[other]!
    isTaken[row] = 1
    let crowd = -near.uncrowded
    if (better.length < closeCount) {
      for (const other of better) {
        const distance = Math.abs(other - middles[row]!)
        if (distance < apartWords) crowd += Math.exp(-distance / near.sum)
      }
      better.push(middles[row]!)
    }
    each.values[repeated] = weights.repeated * ofPassage
    each.values[crowded] = weights.crowded * Math.max(0, crowd)
    each.score += each.values[repeated]! + each.values[crowded]!
  }
}
