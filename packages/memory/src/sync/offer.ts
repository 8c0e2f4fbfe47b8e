import { type DeleteSet, decodeUpdate, encodeUpdate, splitUpdate, type UpdateLimits } from '@commonplace/protocol'
import * as Y from 'yjs'

/**
 * What a base holds under these client ids, deletions included, for a relay whose log went back in time.
 *
 * @param updates the base, in order
 * @returns updates within the limits, in an order in which none builds on a later one
 */
export function offersOf(
  updates: readonly Uint8Array[],
  clients: ReadonlySet<number>,
  limits: UpdateLimits,
): Uint8Array[] {
  return updates.flatMap(update => {
    const { blocks, deletes } = decodeUpdate(update)
    const own = [...blocks].flatMap(([client, all]) => {
      const structs = clients.has(client) ? all.filter(struct => !(struct instanceof Y.Skip)) : []
      return structs.length > 0 ? { client, from: structs[0]!.id.clock, structs } : []
    })
    const ownDeletes: DeleteSet = new Map([...deletes].filter(([client]) => clients.has(client)))
    if (own.length + ownDeletes.size === 0) return []
    return cutToLimits(encodeUpdate(own, ownDeletes), limits, limits.updateBytes)
  })
}

/** Splits by size until the counts fit too. */
function cutToLimits(update: Uint8Array, limits: UpdateLimits, maxBytes: number): Uint8Array[] {
  return splitUpdate(update, maxBytes).flatMap(part => {
    const { blocks, deletes } = decodeUpdate(part)
    const fits =
      [...blocks.values()].flat().length <= limits.structs && [...deletes.values()].flat().length <= limits.deleteRanges
    return fits ? [part] : cutToLimits(part, limits, Math.ceil(part.length / 2))
  })
}
