import { defaultLimits, type Right } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Writer } from '../server/raw-client.fixture'
import { beginCommit } from './begin-commit'
import { committed } from './commit'
import type { Effect } from './effect'
import { joinRoom, joinStock } from './join'
import { createRoom, type Room, type RoomMode } from './room'
import { updateStock } from './stock-update'
import { updateRoom } from './update'

/** A room with a native member of id 1 that holds the client ids 101 and 102. */
function roomWith(rights: readonly Right[] = ['read', 'append'], mode: RoomMode = 'entries') {
  const room = createRoom({ channel: 1, epoch: 'e', mode })
  const joiner = { id: 1, agent: 'ada', user: '', rights: new Set(rights) }
  const request = { request: 1, ids: [101, 102], epoch: '', vector: new Map(), deletesDigest: 0 }
  joinRoom(room, joiner, request)
  let seq = 0
  const send = (update: Uint8Array): readonly Effect[] => {
    seq++
    return updateRoom(room, 1, { seq, codec: 0, lease: null, update }, defaultLimits)
  }
  return { room, send }
}
/** All that is queued reaches the disk. */
const commit = (room: Room): Effect[] => {
  beginCommit(room)
  return committed(room)
}
const kinds = (effects: readonly Effect[]) => effects.map(effect => ('code' in effect ? effect.code : effect.type))

test('GD5 a struct under an id that the channel does not hold is forbidden', () => {
  const { send } = roomWith()
  expect(kinds(send(new Writer(999).push('x')))).toEqual(['forbidden'])
})

test('GD11 GD12 who may only read writes nothing, and repeats are acknowledged all the same', () => {
  const update = new Writer(101).push('x')
  const writing = roomWith()
  writing.send(update)
  const items = beginCommit(writing.room)
  const { room, send } = roomWith(['read'])
  expect(kinds(send(update))).toEqual(['forbidden'])
  expect(room.queued).toBe(0)
  const filled = createRoom({ channel: 1, epoch: 'e', mode: 'entries', items })
  const reader = { id: 1, agent: 'ada', user: '', rights: new Set<Right>(['read']) }
  joinRoom(filled, reader, { request: 1, ids: [101], epoch: '', vector: new Map(), deletesDigest: 0 })
  expect(kinds(updateRoom(filled, 1, { seq: 1, codec: 0, lease: null, update }, defaultLimits))).toEqual(['acked'])
})

test('GD13 one part that is not taken refuses all of a native update', () => {
  const { room, send } = roomWith()
  const update = Y.mergeUpdates([new Writer(101).push('mine'), new Writer(999).push('not mine')])
  expect(kinds(send(update))).toEqual(['forbidden'])
  expect([room.queued, room.facts.vector.size]).toEqual([0, 0])
})

test('RF2 after a refusal nothing of the channel is taken, answered or counted before it joins again', () => {
  const { room, send } = roomWith()
  const writer = new Writer(101)
  expect(kinds(send(new Writer(999).push('not mine')))).toEqual(['forbidden'])
  const next = writer.push('builds on it')
  expect(send(next)).toEqual([])
  expect(room.queued).toBe(0)
  const joiner = { id: 1, agent: 'ada', user: '', rights: new Set<Right>(['read', 'append']) }
  joinRoom(room, joiner, { request: 2, ids: [101], epoch: '', vector: new Map(), deletesDigest: 0 })
  expect(kinds(updateRoom(room, 1, { seq: 1, codec: 0, lease: null, update: next }, defaultLimits))).toEqual(['append'])
})

test('what comes while a join waits is passed over, since its sender sends it again once it is joined', () => {
  const { room, send } = roomWith()
  send(new Writer(101).push('queued'))
  const again = { request: 2, ids: [101, 102], epoch: '', vector: new Map(), deletesDigest: 0 }
  const joiner = { id: 1, agent: 'ada', user: '', rights: new Set<Right>(['read', 'append']) }
  expect(kinds(joinRoom(room, joiner, again))).toEqual([])
  const early = { seq: 1, codec: 0, lease: null, update: new Writer(102).push('early') }
  expect(updateRoom(room, 1, early, defaultLimits)).toEqual([])
  expect(kinds(commit(room))).toContain('joined')
  expect(room.facts.vector.has(102)).toBe(false)
  expect(kinds(updateRoom(room, 1, early, defaultLimits))).toEqual(['append'])
})

test('GD14 an update may build on one that is queued and not on disk yet', () => {
  const { room, send } = roomWith()
  const writer = new Writer(101)
  expect(kinds(send(writer.push('first')))).toEqual(['append'])
  expect(room.committed).toBe(0)
  expect(kinds(send(writer.push('second')))).toEqual(['append'])
  expect(kinds(commit(room))).toEqual(['acked'])
})

test('ID5 ID2 an id is bound by its first accepted update, not by being named', () => {
  const { room, send } = roomWith()
  expect(room.owners.size).toBe(0)
  send(new Writer(102).push('x'))
  expect(room.queue[0]?.bindings).toEqual([{ client: 102, agent: 'ada', user: '' }])
  expect([...room.owners.keys()]).toEqual([102])
})

test('GD10 deleting what another agent wrote needs the right to curate', () => {
  const { room, send } = roomWith()
  const theirs = new Writer(999)
  const bob = { id: 2, agent: 'bob', user: '', rights: new Set<Right>(['read', 'append']) }
  joinRoom(room, bob, { request: 1, ids: [999], epoch: '', vector: new Map(), deletesDigest: 0 })
  const written = theirs.push('theirs')
  updateRoom(room, 2, { seq: 1, codec: 0, lease: null, update: written }, defaultLimits)
  commit(room)
  const removal = theirs.change(doc => doc.getArray(`w/${(999).toString(36)}/0`).delete(0))
  expect(kinds(send(removal))).toEqual(['forbidden'])
  const curator = { id: 3, agent: 'cyd', user: '', rights: new Set<Right>(['read', 'append', 'curate']) }
  joinRoom(room, curator, { request: 1, ids: [], epoch: '', vector: new Map(), deletesDigest: 0 })
  const effects = updateRoom(room, 3, { seq: 1, codec: 0, lease: null, update: removal }, defaultLimits)
  expect(kinds(effects)).toEqual(['append'])
})

test('YW7 a stock client writes under ids that nobody owns, and under nobody else’s', () => {
  const { room, send } = roomWith(['read', 'append'], 'any')
  send(new Writer(101).push('native'))
  joinStock(room, { id: 2, agent: 'y-websocket', user: '', rights: new Set<Right>(['read', 'append']) })
  expect(kinds(updateStock(room, 2, new Writer(555).push('stock'), false, defaultLimits))).toEqual(['append'])
  expect(room.owners.get(555)).toMatchObject({ agent: 'y-websocket' })
  const forged = new Writer(101)
  forged.push('native')
  expect(kinds(updateStock(room, 2, forged.push('forged'), true, defaultLimits))).toEqual(['forbidden'])
})

test('YW10 in a room that a stock client created, any content is taken and all may delete', () => {
  const { room } = roomWith(['read', 'append'], 'any')
  joinStock(room, { id: 2, agent: 'y-websocket', user: '', rights: new Set<Right>(['read', 'append']) })
  const doc = new Writer(555)
  const set = doc.change(changed => changed.getMap('m').set('k', new Y.Text('v')))
  expect(kinds(updateStock(room, 2, set, false, defaultLimits))).toEqual(['append'])
  joinStock(room, { id: 3, agent: 'another', user: '', rights: new Set<Right>(['read', 'append']) })
  const removed = doc.change(changed => changed.getMap('m').delete('k'))
  expect(kinds(updateStock(room, 3, removed, false, defaultLimits))).toEqual(['append'])
})

test('ID4 who is replaced while its join waits for the disk is answered by that join, not on a channel it does not know', () => {
  const { room, send } = roomWith()
  const joiner = (id: number) => ({ id, agent: 'ada', user: '', rights: new Set<Right>(['read', 'append']) })
  const request = (number: number, client: number) => ({
    request: number,
    ids: [client],
    epoch: '',
    vector: new Map(),
    deletesDigest: 0,
  })
  send(new Writer(101).push('not on disk yet'))
  expect(joinRoom(room, joiner(2), request(7, 103))).toEqual([])
  const [closed] = joinRoom(room, joiner(3), request(8, 103))
  expect(closed).toMatchObject({ type: 'closed', members: [2], code: 'replaced', request: 7 })
  const [answered] = joinRoom(room, joiner(4), request(9, 101))
  expect(answered).toMatchObject({ type: 'closed', members: [1], code: 'replaced', request: undefined })
})
