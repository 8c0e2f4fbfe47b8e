import * as encoding from 'lib0/encoding'
import { digest } from 'lib0/hash/sha256'
import { unionRanges } from '../ranges'
import type { DeleteSet } from './delete-set'

/**
 * A number by which two sides tell whether their delete sets differ; 0 for an empty one. It depends on the deleted
 * clocks only, not on order or on how ranges are cut: 53 bits of SHA-256, so that nobody can hide a delete behind
 * another by chance or cheap search.
 */
export function digestDeletes(set: DeleteSet): number {
  const encoder = encoding.createEncoder()
  for (const [client, ranges] of [...set].sort(([a], [b]) => a - b)) {
    const union = unionRanges(ranges)
    if (!union.length) continue
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, union.length)
    for (const [from, to] of union) {
      encoding.writeVarUint(encoder, from)
      encoding.writeVarUint(encoder, to)
    }
  }
  if (!encoding.hasContent(encoder)) return 0
  const hash = digest(encoding.toUint8Array(encoder))
  const view = new DataView(hash.buffer, hash.byteOffset, hash.byteLength)
  // 0 is the empty set's alone.
  return (view.getUint32(0) & 0x1fffff) * 2 ** 32 + view.getUint32(4) || 1
}
