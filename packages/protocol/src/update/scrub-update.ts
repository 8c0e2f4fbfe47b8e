import * as Y from 'yjs'
import { firstEndingAfter, type Range } from '../ranges'
import { decodeUpdate } from './decode-update'
import type { DeleteSet } from './delete-set'
import { encodeUpdate } from './encode-update'
import { sliceStruct } from './slice-struct'
import type { Struct } from './struct'

/**
 * The update without the content of what is deleted: its clocks stay, as deleted content of the same length, so that what
 * was written after it keeps its dots.
 *
 * @returns the update itself when it holds no such content
 */
export function scrubUpdate(update: Uint8Array, deletes: DeleteSet): Uint8Array {
  const { blocks, deletes: own } = decodeUpdate(update)
  let isChanged = false
  const scrubbed = [...blocks].map(([client, structs]) => {
    const ranges = deletes.get(client) ?? []
    const kept = structs.flatMap(struct => {
      const parts = partsOf(struct, ranges)
      if (parts.length > 1 || parts[0] !== struct) isChanged = true
      return parts
    })
    return { client, from: structs[0]?.id.clock ?? 0, structs: kept }
  })
  return isChanged ? encodeUpdate(scrubbed, own) : update
}

function partsOf(struct: Struct, ranges: readonly Range[]): Struct[] {
  if (!(struct instanceof Y.Item) || struct.content instanceof Y.ContentDeleted) return [struct]
  const { clock } = struct.id
  const parts: Struct[] = []
  let at = 0
  for (let next = firstEndingAfter(ranges, clock); next < ranges.length; next++) {
    const [start, end] = ranges[next]!
    const from = Math.max(start - clock, at)
    const to = Math.min(end - clock, struct.length)
    if (from >= to) break
    if (from > at) parts.push(sliceStruct(struct, at, from))
    parts.push(emptied(sliceStruct(struct, from, to) as Y.Item))
    at = to
  }
  if (at === 0) return [struct]
  if (at < struct.length) parts.push(sliceStruct(struct, at, struct.length))
  return parts
}

function emptied({ id, origin, rightOrigin, parent, parentSub, length }: Y.Item): Y.Item {
  return new Y.Item(id, null, origin, null, rightOrigin, parent, parentSub, new Y.ContentDeleted(length))
}
