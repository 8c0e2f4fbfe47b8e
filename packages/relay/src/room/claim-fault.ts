import { type LeaseToken, uncovered } from '@commonplace/protocol'
import { entriesUnder, readKey } from './key-entries'
import type { KeyEntry } from './key-entry'
import { type Lease, liveLease } from './lease'
import type { Member } from './member'
import { leaseLost, type Refusal } from './refusal'
import type { Room } from './room'

/**
 * Why an update that carries a token is not taken, or null when it is: the lease must be live and the sender's, every entry
 * must stand under its key, and must supersede all that the room holds there, queued writes included.
 *
 * @param fresh what the guard left of the update
 */
export function claimFault(room: Room, member: Member, token: LeaseToken, fresh: Uint8Array): Refusal | null {
  const lease = liveLease(room, token, member)
  if (lease === undefined) return leaseLost
  const all = entriesUnder(null, fresh)
  const claimed = entriesUnder(lease.key, fresh)
  if (claimed.length < all.length) {
    return { code: 'invalid', message: 'an entry stands under another key than its lease', value: 0 }
  }
  const present = presentUnder(room, lease)
  for (const entry of claimed) {
    if (uncovered(present, entry.parents, entry.dot).length > 0) {
      return { code: 'not-current', message: 'the key has entries that this one does not supersede', value: 0 }
    }
    present.set(entry.dot, entry)
  }
  return null
}

function presentUnder(room: Room, { key, known }: Lease): Map<string, KeyEntry> {
  readKey(room, key, known)
  const { deletes } = room.facts
  const isDeleted = ({ client, clock }: KeyEntry) =>
    (deletes.get(client) ?? []).some(([from, to]) => clock >= from && clock < to)
  return new Map([...known.entries].filter(([, entry]) => !isDeleted(entry)))
}
