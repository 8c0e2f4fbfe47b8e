import type { UpdateLimits } from '../limits'
import type { Range } from '../ranges'
import type { DeleteSet } from './delete-set'
import { sizeOfNumber } from './encode-struct'

/** Cuts a delete set into parts that, each as an update of its own, keep within the limits. At least one range a part. */
export function splitDeletes(deletes: DeleteSet, { updateBytes, deleteRanges }: UpdateLimits): DeleteSet[] {
  const parts: DeleteSet[] = []
  // No structs, and a count of clients that is never longer than this.
  const frame = 1 + sizeOfNumber(deletes.size)
  let part: DeleteSet = new Map()
  let bytes = frame
  let ranges = 0
  for (const [client, all] of [...deletes].sort(([a], [b]) => b - a)) {
    const header = sizeOfNumber(client) + sizeOfNumber(all.length)
    for (const range of all) {
      const size = sizeOfRange(range) + (part.has(client) ? 0 : header)
      if (ranges > 0 && (bytes + size > updateBytes || ranges === deleteRanges)) {
        parts.push(part)
        part = new Map()
        bytes = frame
        ranges = 0
      }
      const known = part.get(client)
      if (known) known.push(range)
      else part.set(client, [range])
      bytes += sizeOfRange(range) + (known ? 0 : header)
      ranges++
    }
  }
  if (ranges > 0) parts.push(part)
  return parts
}

function sizeOfRange([from, to]: Range): number {
  return sizeOfNumber(from) + sizeOfNumber(to - from)
}
