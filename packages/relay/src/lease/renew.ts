import type { Renew } from '@commonplace/protocol'
import type { Effect } from '../room/effect'
import type { MemberId } from '../room/member'
import type { Room } from '../room/room'
import type { Refusal } from '../room/update'
import { granted, readOnly, refuseLease } from './acquire'
import { liveLease } from './lease'

/** Why a token counts for nothing. */
export const lost: Refusal = { code: 'lease-lost', message: 'the lease has ended, or is somebody else’s', value: 0 }

/**
 * A holder, on whatever channel, wants its lease to last its full time from now. Nothing of that is on disk: a relay that
 * starts again gives every lease its full time.
 */
export function renewLease(
  room: Room,
  id: MemberId,
  { request, lease: token }: Omit<Renew, 'type' | 'channel'>,
  outside: Refusal | null = null,
): Effect[] {
  const member = room.members.get(id)
  if (member === undefined || member.joining !== null) return []
  const lease = liveLease(room, token, member)
  const refusal = member.rights.has('append') ? (outside ?? (lease === undefined ? lost : null)) : readOnly
  if (refusal !== null || lease === undefined) return refuseLease(room, id, request, refusal ?? lost)
  lease.member = id
  return granted(room, lease, [request])
}
