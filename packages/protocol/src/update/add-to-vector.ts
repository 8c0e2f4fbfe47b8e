import type { UpdateDescription } from './describe-update'
import type { StateVector } from './state-vector'

/**
 * Adds to `vector` what an update brings. It grows contiguously only: structs beyond a gap do not count, since no
 * document could integrate them.
 */
export function addToVector(vector: StateVector, { from, to, skips }: UpdateDescription): void {
  for (const [client, end] of to) {
    const have = vector.get(client) ?? 0
    if (from.get(client)! > have) continue
    const gap = skips.get(client)?.find(([, gapEnd]) => gapEnd > have)
    const reached = gap ? gap[0] : end
    if (reached > have) vector.set(client, reached)
  }
}
