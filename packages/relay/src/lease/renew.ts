import type { Renew } from '@commonplace/protocol'
import type { Effect } from '../room/effect'
import type { MemberId } from '../room/member'
import type { Refusal } from '../room/refusal'
import type { Room } from '../room/room'
import { granted } from './acquire'
import { withOwnLease } from './with-own-lease'

/**
 * A holder wants its lease to last its full time from now. Nothing of that is on disk: a relay that starts again gives every
 * lease its full time.
 */
export function renewLease(
  room: Room,
  id: MemberId,
  renewal: Omit<Renew, 'type' | 'channel'>,
  outside: Refusal | null = null,
): Effect[] {
  return withOwnLease(room, id, renewal, outside, lease => granted(room, lease, [renewal.request]))
}
