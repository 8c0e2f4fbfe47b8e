import { addToDeletes, addToVector, digestDeletes } from '@commonplace/protocol'
import { acknowledge } from './acknowledge'
import type { Effect } from './effect'
import { inFrames } from './in-frames'
import type { MemberId } from './member'
import type { Room } from './room'
import { allDeletes, digestOf, hasMore } from './state-for'

/**
 * A member's socket holds more than it should: from now on nothing of the room is queued for it, and what it was sent is
 * noted. Called between two commits, so that it was sent all that is durable.
 */
export function fallBehind(room: Room, id: MemberId): void {
  const member = room.members.get(id)
  // An unanswered join will be answered with everything.
  if (member === undefined || member.joining !== null || member.behind !== null) return
  member.behind = {
    vector: new Map(room.durable.vector),
    deletes: new Map(room.durable.deletes),
    bindings: room.bindings.length,
    receptions: room.receptions.length,
    number: room.committed,
  }
}

/**
 * What a member that fell behind missed: its acknowledgements, the bindings, then whole pieces, of which its own updates may be
 * part. It is behind until a call had nothing left out.
 *
 * @param maxBytes ends the call after the piece that reaches it
 */
export function catchUp(room: Room, id: MemberId, maxBytes: number): Effect[] {
  const member = room.members.get(id)
  const sent = member?.behind
  if (member === undefined || !sent) return []
  member.behind = null
  const receptions = room.receptions.slice(sent.receptions)
  const effects: Effect[] = receptions.length > 0 ? [{ type: 'receptions', members: [id], receptions }] : []
  sent.receptions = room.receptions.length
  acknowledge(room, member, effects)
  const bindings = room.bindings.slice(sent.bindings)
  if (bindings.length > 0) effects.push({ type: 'bindings', members: [id], bindings })
  sent.bindings = room.bindings.length

  const updates: { readonly number: number; readonly bytes: Uint8Array }[] = []
  let size = 0
  for (const item of room.items) {
    if (!hasMore(item.to, sent.vector)) continue
    if (size >= maxBytes) {
      member.behind = sent
      break
    }
    // A compaction gives its pieces the numbers of what they are made of.
    updates.push({ number: Math.max(item.last, sent.number), bytes: item.bytes })
    size += item.size
    addToVector(sent.vector, item)
    addToDeletes(sent.deletes, item.deletes)
  }
  // Equal vectors do not mean equal documents: a record may do nothing but delete.
  if (member.behind === null && digestDeletes(sent.deletes) !== digestOf(room)) {
    updates.push(...allDeletes(room).map(bytes => ({ number: room.committed, bytes })))
  }
  for (const frame of inFrames(updates, ({ bytes }) => bytes.length)) {
    const number = frame.at(-1)!.number
    effects.push({ type: 'updates', members: [id], number, updates: frame.map(({ bytes }) => bytes) })
  }
  if (member.behind === null) effects.push(...takeOwed(room, id))
  return effects
}

/** What a member that has caught up is still to be told of leases. */
function takeOwed(room: Room, id: MemberId): Effect[] {
  const owed = room.leases.owed.get(id) ?? []
  room.leases.owed.delete(id)
  return owed
}
