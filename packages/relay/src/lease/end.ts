import type { LeaseEnd, Release } from '@commonplace/protocol'
import type { Effect, LeaseEffect } from '../room/effect'
import type { Lease } from '../room/lease'
import type { MemberId } from '../room/member'
import type { Refusal } from '../room/refusal'
import type { Room } from '../room/room'
import { tell } from './tell'
import { withOwnLease } from './with-own-lease'

/** A holder gives its lease back: from now on its token counts for nothing, and all hear of it when that is on disk. */
export function releaseLease(
  room: Room,
  id: MemberId,
  release: Omit<Release, 'type' | 'channel'>,
  outside: Refusal | null = null,
): Effect[] {
  return withOwnLease(room, id, release, outside, lease => end(lease, 'released'))
}

/** The time of a lease is over. */
export function expireLease(room: Room, number: number): Effect[] {
  const lease = room.leases.byNumber.get(number)
  return lease?.state === 'live' ? end(lease, 'expired') : []
}

/** The end of a lease begins: its token counts for nothing from now on. */
export function end(lease: Lease, reason: LeaseEnd): Effect[] {
  lease.state = 'ending'
  lease.end = reason
  return [{ type: 'lease-drop', number: lease.number }]
}

/** The end of a lease is on disk: its key is free, and all it concerns are told. */
export function leaseDropped(room: Room, number: number): Effect[] {
  const { byKey, byNumber } = room.leases
  const lease = byNumber.get(number)
  if (lease?.state !== 'ending') return []
  byNumber.delete(number)
  byKey.delete(lease.key)
  const ids = new Set([...(lease.member === null ? [] : [lease.member]), ...lease.waiting])
  return tell(room, ids, members => ({ type: 'ended', members, number, reason: lease.end }))
}

/** The time of leases that were read from disk runs from now. */
export function resumeLeases({ leases }: Room): LeaseEffect[] {
  return [...leases.byKey.values()].map(({ number, ttlMs }) => ({ type: 'lease-lasts', number, ms: ttlMs }))
}
