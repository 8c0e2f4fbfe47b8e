import { type DeleteSet, encodeUpdate, minusRanges } from '@commonplace/protocol'
import type { Effect } from './effect'
import { enqueue } from './enqueue'
import type { Room } from './room'

/** What deletes in the relay's own name. */
const relay = { id: 0, agent: '', user: '' }

/**
 * The relay deletes content in nobody's name but its own: logged and sent to all like any update.
 *
 * @throws RangeError when the room does not hold some of it
 */
export function deleteDots(room: Room, deletes: DeleteSet): readonly Effect[] {
  const fresh: DeleteSet = new Map()
  for (const [client, ranges] of deletes) {
    if (ranges.some(([, to]) => to > (room.facts.vector.get(client) ?? 0))) {
      throw new RangeError(`the room does not hold all of what is to go of client ${client}`)
    }
    const left = ranges.flatMap(range => minusRanges(range, room.facts.deletes.get(client) ?? []))
    if (left.length > 0) fresh.set(client, left)
  }
  if (fresh.size === 0) return []
  return enqueue(room, relay, { next: new Map(), deletes: fresh, blocks: null }, encodeUpdate([], fresh))
}
