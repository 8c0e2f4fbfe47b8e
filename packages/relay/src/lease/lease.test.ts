import { defaultLimits, type Right } from '@commonplace/protocol'
import { describe, expect, test } from 'vitest'
import { catchUp, fallBehind } from '../room/catch-up'
import type { Effect } from '../room/effect'
import { joinRoom } from '../room/join'
import { readKey } from '../room/key-entries'
import { createRoom, type Room } from '../room/room'
import { updateRoom } from '../room/update'
import { Writer } from '../server/raw-client.fixture'
import { acquireLease, leaseStored } from './acquire'
import { expireLease, leaseDropped, releaseLease } from './end'
import { renewLease } from './renew'
import { withdrawLeases } from './withdraw'

const roomWith = (...rights: (readonly Right[])[]): Room => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  for (const [index, own] of rights.entries()) join(room, index + 1, own)
  return room
}
function join(room: Room, id: number, rights: readonly Right[] = writer, agent = `agent ${id}`): void {
  const joiner = { id, agent, user: '', rights: new Set(rights) }
  joinRoom(room, joiner, { request: 1, ids: [100 + id], epoch: '', vector: new Map(), deletesDigest: 0 })
}
const writer = ['read', 'append'] as const
const ask = (room: Room, id: number, holder = id): Effect[] =>
  acquireLease(room, id, { request: 5, key: 'key', holder, ttlMs: 1000 }, defaultLimits)
const token = (number: number) => ({ request: 6, lease: { epoch: 'e', number } })
const types = (effects: readonly Effect[]) => effects.map(({ type }) => type)

describe('leases', () => {
  test('LS1 a reader gets none, renews none and releases none', () => {
    const room = roomWith(['read'])
    for (const effects of [ask(room, 1), renewLease(room, 1, token(1)), releaseLease(room, 1, token(1))]) {
      expect(effects).toMatchObject([{ type: 'lease-refused', code: 'forbidden' }])
    }
  })

  test('LS3 nobody is told of a grant, and its token is worth nothing, before it is on disk', () => {
    const room = roomWith(writer, writer)
    expect(types(ask(room, 1))).toEqual(['lease-put'])
    expect(types(ask(room, 1))).toEqual([])
    expect(renewLease(room, 1, token(1))).toMatchObject([{ code: 'lease-lost' }])
    expect(types(ask(room, 2))).toEqual(['held'])
    expect(types(leaseStored(room, 1))).toEqual(['lease-lasts', 'granted', 'granted'])
    expect(leaseStored(room, 1)).toEqual([])
  })

  test('LS7 nobody is told of an end, and nobody is granted the key, before the end is on disk', () => {
    const room = roomWith(writer, writer)
    ask(room, 1)
    leaseStored(room, 1)
    expect(types(expireLease(room, 1))).toEqual(['lease-drop'])
    expect(expireLease(room, 1)).toEqual([])
    expect(releaseLease(room, 1, token(1))).toMatchObject([{ code: 'lease-lost' }])
    expect(types(ask(room, 2))).toEqual(['held'])
    expect(types(ask(room, 1))).toEqual(['held'])
    expect(leaseDropped(room, 1)).toMatchObject([{ type: 'ended', members: [1, 2], reason: 'expired' }])
    expect(types(ask(room, 2))).toEqual(['lease-put'])
  })

  test('LS3 LS7 who fell behind is told of a grant or an end after what it missed', () => {
    const room = roomWith(writer, writer)
    ask(room, 1)
    leaseStored(room, 1)
    ask(room, 2)
    fallBehind(room, 2)
    releaseLease(room, 1, token(1))
    expect(leaseDropped(room, 1)).toMatchObject([{ type: 'ended', members: [1] }])
    expect(types(catchUp(room, 2, 1000))).toEqual(['ended'])
    expect(room.leases.owed.size).toBe(0)
  })

  test('LS7 an end is told once, and nothing is kept of a lease that is over', () => {
    const room = roomWith(writer)
    ask(room, 1)
    leaseStored(room, 1)
    releaseLease(room, 1, token(1))
    expect(types(leaseDropped(room, 1))).toEqual(['ended'])
    expect(leaseDropped(room, 1)).toEqual([])
    expect([room.leases.byKey.size, room.leases.byNumber.size]).toEqual([0, 0])
  })

  test('LS7 a holder that asks again on another connection is told of the end there', () => {
    const room = roomWith(writer)
    ask(room, 1)
    leaseStored(room, 1)
    join(room, 2, writer, 'agent 1')
    expect(types(ask(room, 2, 1))).toEqual(['lease-lasts', 'granted'])
    expireLease(room, 1)
    expect(leaseDropped(room, 1)).toMatchObject([{ type: 'ended', members: [2] }])
  })

  test('a channel that joins again is answered what it asks from then on, and told nothing of before', () => {
    const room = roomWith(writer, writer)
    ask(room, 1)
    join(room, 1)
    acquireLease(room, 1, { request: 7, key: 'key', holder: 1, ttlMs: 1000 }, defaultLimits)
    expect(leaseStored(room, 1)).toMatchObject([{ type: 'lease-lasts' }, { type: 'granted', request: 7 }])
    ask(room, 2)
    fallBehind(room, 2)
    releaseLease(room, 1, token(1))
    leaseDropped(room, 1)
    join(room, 2)
    fallBehind(room, 2)
    expect(catchUp(room, 2, 1000)).toEqual([])
  })

  test('a channel that joins again holds and waits for nothing, until it asks again', () => {
    const room = roomWith(writer, writer)
    const limits = { ...defaultLimits, leasesPerChannel: 1 }
    ask(room, 1)
    leaseStored(room, 1)
    ask(room, 2)
    for (const id of [1, 2]) {
      join(room, id)
      const other = { request: 5, key: `other ${id}`, holder: id, ttlMs: 1000 }
      expect(types(acquireLease(room, id, other, limits))).toEqual(['lease-put'])
    }
    expireLease(room, 1)
    expect(leaseDropped(room, 1)).toEqual([])
  })

  test('a lease of another epoch, or of another agent, is nobody’s', () => {
    const room = roomWith(writer, writer)
    ask(room, 1)
    leaseStored(room, 1)
    expect(renewLease(room, 2, token(1))).toMatchObject([{ code: 'lease-lost' }])
    expect(renewLease(room, 1, { request: 1, lease: { epoch: 'before', number: 1 } })).toMatchObject([
      { code: 'lease-lost' },
    ])
  })

  test('a lease of the same agent for another user is nobody’s', () => {
    const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
    for (const [id, user] of [
      [1, 'ada'],
      [2, 'bob'],
    ] as const) {
      const request = { request: 1, ids: [100 + id], epoch: '', vector: new Map(), deletesDigest: 0 }
      joinRoom(room, { id, agent: 'billing', user, rights: new Set(writer) }, request)
    }
    ask(room, 1)
    leaseStored(room, 1)
    expect(types(ask(room, 2, 1))).toEqual(['held'])
    expect(renewLease(room, 2, token(1))).toMatchObject([{ code: 'lease-lost' }])
    expect(releaseLease(room, 2, token(1))).toMatchObject([{ code: 'lease-lost' }])
    expect(types(renewLease(room, 1, token(1)))).toContain('granted')
  })

  test('a channel has so many leases, and those that it waits for count', () => {
    const room = roomWith(writer, writer)
    const limits = { ...defaultLimits, leasesPerChannel: 1 }
    const acquire = (id: number, key: string) =>
      acquireLease(room, id, { request: 5, key, holder: id, ttlMs: 1000 }, limits)
    expect(types(acquire(1, 'a'))).toEqual(['lease-put'])
    expect(types(acquire(2, 'a'))).toEqual(['held'])
    expect(acquire(2, 'b')).toMatchObject([{ type: 'lease-refused', code: 'quota', value: 1 }])
  })

  test('a full room grants no other lease, and of those that there are it says who holds them', () => {
    const room = roomWith(writer, writer)
    const limits = { ...defaultLimits, leasesPerRoom: 1, leaseMs: 1000 }
    const acquire = (id: number, key: string, ttlMs = 1000) =>
      acquireLease(room, id, { request: 5, key, holder: id, ttlMs }, limits)
    expect(acquire(1, 'a', 1001)).toMatchObject([{ type: 'lease-refused', code: 'too-large', value: 1000 }])
    expect(types(acquire(1, 'a'))).toEqual(['lease-put'])
    expect(types(acquire(2, 'a'))).toEqual(['held'])
    expect(acquire(2, 'b')).toMatchObject([{ type: 'lease-refused', code: 'quota', value: 1 }])
  })

  test('what a claimed update holds side by side does not supersede all there is', () => {
    const room = roomWith(writer)
    ask(room, 1)
    leaseStored(room, 1)
    const update = new Writer(101).push('one', 'other')
    const submission = { seq: 1, codec: 0, lease: { epoch: 'e', number: 1 }, update }
    expect(updateRoom(room, 1, submission, defaultLimits)).toMatchObject([{ type: 'refused', code: 'not-current' }])
  })

  test('a lease that is ending ends as it was to, whatever its holder may do by then', () => {
    const room = roomWith(writer)
    ask(room, 1)
    leaseStored(room, 1)
    releaseLease(room, 1, token(1))
    expect(withdrawLeases(room, () => false)).toEqual([])
    expect(leaseDropped(room, 1)).toMatchObject([{ type: 'ended', reason: 'released' }])
  })

  test('LS1 who may not write any more while its grant goes to the disk is refused it, and is granted nothing after', () => {
    const room = roomWith(writer)
    ask(room, 1)
    expect(withdrawLeases(room, () => false)).toMatchObject([
      { type: 'lease-refused', members: [1], request: 5, code: 'forbidden' },
      { type: 'lease-drop', number: 1 },
    ])
    expect(leaseStored(room, 1)).toEqual([])
    expect(leaseDropped(room, 1)).toMatchObject([{ type: 'ended', reason: 'revoked' }])
  })

  test('GD12 GD15 a repeat is acknowledged, whatever became of the lease it was made under', () => {
    const room = roomWith(writer)
    ask(room, 1)
    leaseStored(room, 1)
    const update = new Writer(101).push('once')
    const send = (seq: number) =>
      updateRoom(room, 1, { seq, codec: 0, lease: { epoch: 'e', number: 1 }, update }, defaultLimits)
    expect(types(send(1))).toEqual(['append'])
    expireLease(room, 1)
    leaseDropped(room, 1)
    expect(types(send(2))).toEqual([])
    expect(room.members.get(1)?.waiting.map(({ seq }) => seq)).toEqual([1, 2])
  })

  test('LS12 what a room holds under a key is read in slices, and what is queued belongs to it', () => {
    const room = roomWith(writer)
    const updates = new Writer(101)
    for (let seq = 1; seq <= 5; seq++) {
      const update = updates.push(`${seq}`)
      updateRoom(room, 1, { seq, codec: 0, lease: null, update }, defaultLimits)
    }
    const known = { entries: new Map(), upTo: 0 }
    let calls = 1
    while (!readKey(room, 'key', known, 1)) calls++
    expect([calls, known.upTo, [...known.entries.keys()]]).toEqual([5, 5, [0, 1, 2, 3, 4].map(clock => `101.${clock}`)])
    const none = { entries: new Map(), upTo: 0 }
    expect([readKey(room, 'ke', none), none.entries.size]).toEqual([true, 0])
  })
})
