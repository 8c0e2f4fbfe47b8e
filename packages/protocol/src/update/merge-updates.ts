import * as Y from 'yjs'
import { noUpdate } from './no-update'

/** How many updates one call of `Y.mergeUpdates` gets: it sorts its inputs anew for every struct. */
const tierSize = 16

/**
 * One V1 update that does what `updates` do together, in tiers: merging a thousand at once costs Yjs quadratic time.
 * The updates must be well-formed, as `decodeUpdate` or Yjs gives them.
 */
export function mergeUpdates(updates: readonly Uint8Array[]): Uint8Array {
  let tier = updates
  while (tier.length > 1) {
    const next: Uint8Array[] = []
    for (let at = 0; at < tier.length; at += tierSize) next.push(Y.mergeUpdates(tier.slice(at, at + tierSize)))
    tier = next
  }
  return tier[0] ?? noUpdate
}
