import type { Effect } from '../room/effect'
import type { MemberId } from '../room/member'
import type { Room } from '../room/room'

/**
 * An answer about leases for some members. Who fell behind hears of it after what it missed, so that whoever is told of a
 * grant or an end has everything that was committed before it.
 */
export function tell(
  room: Room,
  ids: Iterable<MemberId>,
  effectFor: (members: readonly MemberId[]) => Effect,
): Effect[] {
  const now: MemberId[] = []
  for (const id of ids) {
    const member = room.members.get(id)
    if (member === undefined || member.joining !== null) continue
    if (member.behind === null) now.push(id)
    else room.leases.owed.set(id, [...(room.leases.owed.get(id) ?? []), effectFor([id])])
  }
  return now.length > 0 ? [effectFor(now)] : []
}
