import type { LeaseEnd, LeaseToken } from '@commonplace/protocol'
import type { Effect } from './effect'
import type { KeyEntries } from './key-entry'
import type { Identity, MemberId } from './member'
import { SmallMap } from './small-map'
import type { StoredLease, StoredLeases } from './stored-lease'

/** One lease of a room. */
export interface Lease extends StoredLease {
  /** `granting`: on its way to the disk; `live`; `ending`: its end is on its way to the disk */
  state: 'granting' | 'live' | 'ending'
  end: LeaseEnd
  /** the channel that hears of its end; null when that is gone */
  member: MemberId | null
  /** requests that are answered when it is on disk */
  requests: number[]
  /** channels that were told that it is held */
  readonly waiting: Set<MemberId>
  /** what the room holds under its key, as far as it was read */
  known: KeyEntries
}

/** All leases of a room, and the highest number that was ever given. */
export interface Leases {
  last: number
  readonly byKey: SmallMap<string, Lease>
  readonly byNumber: SmallMap<number, Lease>
  /** what members that fell behind are to be told once they have caught up */
  readonly owed: SmallMap<MemberId, Effect[]>
}

export function createLeases({ last, leases }: StoredLeases = { last: 0, leases: [] }): Leases {
  const room: Leases = { last, byKey: new SmallMap(), byNumber: new SmallMap(), owed: new SmallMap() }
  for (const lease of leases) addLease(room, lease, 'live', null)
  return room
}

export function addLease(leases: Leases, stored: StoredLease, state: Lease['state'], member: MemberId | null): Lease {
  const lease: Lease = {
    ...stored,
    state,
    end: 'expired',
    member,
    requests: [],
    waiting: new Set(),
    known: { entries: new Map(), upTo: 0 },
  }
  leases.byKey.set(lease.key, lease)
  leases.byNumber.set(lease.number, lease)
  return lease
}

/** The live lease of a token that belongs to this agent and user. */
export function liveLease(
  { leases, epoch }: { readonly leases: Leases; readonly epoch: string },
  token: LeaseToken,
  { agent, user }: Identity,
): Lease | undefined {
  const lease = token.epoch === epoch ? leases.byNumber.get(token.number) : undefined
  return lease?.state === 'live' && lease.agent === agent && lease.user === user ? lease : undefined
}
