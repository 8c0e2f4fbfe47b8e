import type { Effect } from './effect'
import type { MemberId } from './member'
import { removePresence } from './presence'
import type { Room } from './room'

/** A channel leaves, is closed or lost: its ids are free for the next join and its presence ends. What was taken stays, and its leases last. */
export function leaveRoom(room: Room, id: MemberId): Effect[] {
  room.leaving.delete(id)
  const member = room.members.get(id)
  if (member === undefined) return []
  room.members.delete(id)
  for (const client of member.ids) room.holders.delete(client)
  removePresence(room, id)
  leaveLeases(room, id)
  return []
}

/** Nobody is told there any more, and its leases last on. */
function leaveLeases({ leases }: Room, id: MemberId): void {
  leases.owed.delete(id)
  for (const lease of leases.byKey.values()) {
    lease.waiting.delete(id)
    if (lease.member !== id) continue
    lease.member = null
    lease.requests = []
  }
}
