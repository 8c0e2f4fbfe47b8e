import type { Effect } from '../room/effect'
import type { Identity } from '../room/member'
import { readOnly } from '../room/refusal'
import type { Room } from '../room/room'
import { refuseLease } from './acquire'
import { end } from './end'

/**
 * Ends every lease whose holder may not write in the room any more, connected or not: from now on its token counts for nothing.
 *
 * @param mayHold whether an agent and user may still write here
 */
export function withdrawLeases(room: Room, mayHold: (owner: Identity) => boolean): Effect[] {
  const effects: Effect[] = []
  for (const lease of room.leases.byKey.values()) {
    if (lease.state === 'ending' || mayHold(lease)) continue
    const { member } = lease
    for (const request of lease.requests.splice(0)) {
      if (member !== null) effects.push(...refuseLease(room, member, request, readOnly))
    }
    effects.push(...end(lease, 'revoked'))
  }
  return effects
}
