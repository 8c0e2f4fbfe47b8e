import * as Y from 'yjs'
import type { Range } from '../ranges'
import { type DecodedUpdate, decodeUpdate } from './decode-update'
import type { DeleteSet } from './delete-set'
import type { StateVector } from './state-vector'

/** What an update is about: a client's clocks `from` up to, not including, `to`, less its gaps, and its deletes. */
export interface UpdateDescription {
  readonly from: StateVector
  readonly to: StateVector
  /** clocks between `from` and `to` that the update does not hold; clients without gaps are absent */
  readonly skips: Map<number, Range[]>
  readonly deletes: DeleteSet
}

/**
 * The clock ranges and deletes of an update.
 *
 * @throws UpdateError when given bytes that are no V1 update
 */
export function describeUpdate(update: Uint8Array | DecodedUpdate): UpdateDescription {
  const { blocks, deletes } = update instanceof Uint8Array ? decodeUpdate(update) : update
  const from: StateVector = new Map()
  const to: StateVector = new Map()
  const skips = new Map<number, Range[]>()
  for (const [client, structs] of blocks) {
    const held = structs.filter(struct => !(struct instanceof Y.Skip))
    if (!held.length) continue
    const gaps: Range[] = []
    let next = held[0]!.id.clock
    from.set(client, next)
    for (const { id, length } of held) {
      if (id.clock > next) gaps.push([next, id.clock])
      next = id.clock + length
    }
    if (gaps.length) skips.set(client, gaps)
    to.set(client, next)
  }
  return { from, to, skips, deletes }
}
