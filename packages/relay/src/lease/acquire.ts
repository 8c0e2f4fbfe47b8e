import type { Acquire, Limits } from '@commonplace/protocol'
import type { Effect } from '../room/effect'
import { addLease, type Lease } from '../room/lease'
import { type MemberId, sameIdentity } from '../room/member'
import { type Refusal, readOnly } from '../room/refusal'
import type { Room } from '../room/room'
import { tell } from './tell'

/**
 * A channel asks for a lease: granted once it is on disk, or told who holds it. The same claim asking again gets the same grant.
 *
 * @param outside a reason to refuse that lies outside the room
 */
export function acquireLease(
  room: Room,
  id: MemberId,
  { request, key, holder, ttlMs }: Omit<Acquire, 'type' | 'channel'>,
  limits: Limits,
  outside: Refusal | null = null,
): Effect[] {
  const member = room.members.get(id)
  if (member === undefined || member.joining !== null) return []
  const present = room.leases.byKey.get(key)
  const isOwn = present !== undefined && present.holder === holder && sameIdentity(present, member)
  const fault = outside ?? (isOwn ? null : faultOf(room, id, { isNew: present === undefined, ttlMs }, limits))
  const refusal = member.rights.has('append') ? fault : readOnly
  if (refusal !== null) return refuseLease(room, id, request, refusal)

  if (present === undefined) {
    const { agent, user } = member
    const number = ++room.leases.last
    const lease = addLease(room.leases, { key, number, holder, ttlMs, agent, user }, 'granting', id)
    lease.requests.push(request)
    return [{ type: 'lease-put', lease }]
  }
  if (isOwn && present.state !== 'ending') {
    present.member = id
    if (present.state === 'granting') {
      present.requests.push(request)
      return []
    }
    return granted(room, present, [request])
  }
  present.waiting.add(id)
  const { number, agent, user } = present
  return tell(room, [id], members => ({ type: 'held', members, request, number, agent, user, ttlMs: present.ttlMs }))
}

/** A lease is on disk: from now on its token counts, and its time runs. */
export function leaseStored(room: Room, number: number): Effect[] {
  const lease = room.leases.byNumber.get(number)
  if (lease?.state !== 'granting') return []
  lease.state = 'live'
  return granted(room, lease, lease.requests.splice(0))
}

/** Tells a holder of its lease, whose time starts again. */
export function granted(room: Room, lease: Lease, requests: readonly number[]): Effect[] {
  const { number, ttlMs, member } = lease
  const answers = requests.flatMap(request =>
    tell(room, member === null ? [] : [member], members => ({ type: 'granted', members, request, number, ttlMs })),
  )
  return [{ type: 'lease-lasts', number, ms: ttlMs }, ...answers]
}

export function refuseLease(room: Room, id: MemberId, request: number, refusal: Refusal): Effect[] {
  return tell(room, [id], members => ({ type: 'lease-refused', members, request, ...refusal }))
}

function faultOf(
  { leases }: Room,
  id: MemberId,
  { isNew, ttlMs }: { readonly isNew: boolean; readonly ttlMs: number },
  limits: Limits,
): Refusal | null {
  const { leasesPerRoom, leasesPerChannel, leaseMs } = limits
  if (ttlMs === 0) return { code: 'invalid', message: 'a lease of no time', value: 0 }
  if (ttlMs > leaseMs) return { code: 'too-large', message: `a lease of ${ttlMs} ms`, value: leaseMs }
  if (isNew && leases.byKey.size >= leasesPerRoom) {
    return { code: 'quota', message: `this room has ${leasesPerRoom} leases, as many as it may`, value: leasesPerRoom }
  }
  let count = 0
  for (const { member, waiting } of leases.byKey.values()) if (member === id || waiting.has(id)) count++
  if (count < leasesPerChannel) return null
  return {
    code: 'quota',
    message: `this agent holds or waits for ${leasesPerChannel} leases here, as many as it may`,
    value: leasesPerChannel,
  }
}
