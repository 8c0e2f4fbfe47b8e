import type { LeaseToken } from '@commonplace/protocol'
import type { Effect } from '../room/effect'
import { type Lease, liveLease } from '../room/lease'
import type { MemberId } from '../room/member'
import { leaseLost, type Refusal, readOnly } from '../room/refusal'
import type { Room } from '../room/room'
import { refuseLease } from './acquire'

/**
 * Does with a lease what its holder asks for, on whatever channel, which becomes the one that is told of it.
 *
 * @param outside a reason to refuse that lies outside the room
 */
export function withOwnLease(
  room: Room,
  id: MemberId,
  { request, lease: token }: { readonly request: number; readonly lease: LeaseToken },
  outside: Refusal | null,
  act: (lease: Lease) => Effect[],
): Effect[] {
  const member = room.members.get(id)
  if (member === undefined || member.joining !== null) return []
  const lease = liveLease(room, token, member)
  const refusal = member.rights.has('append') ? (outside ?? (lease === undefined ? leaseLost : null)) : readOnly
  if (refusal !== null || lease === undefined) return refuseLease(room, id, request, refusal ?? leaseLost)
  lease.member = id
  return act(lease)
}
