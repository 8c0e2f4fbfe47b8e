import { defaultLimits, mergeUpdates } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { Writer } from '../server/raw-client.fixture'
import { beginCommit } from './begin-commit'
import { committed } from './commit'
import { joinRoom } from './join'
import { createRoom } from './room'
import { pieceBytes } from './state-for'
import { updateRoom } from './update'

function setup() {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  const join = { request: 1, ids: [101], epoch: '', vector: new Map(), deletesDigest: 0 }
  joinRoom(room, { id: 1, agent: 'ada', user: '', rights: new Set(['read', 'append']) }, join)
  const reader = { ...join, ids: [] }
  joinRoom(room, { id: 2, agent: 'bob', user: '', rights: new Set(['read']) }, reader)
  const writer = new Writer(101)
  let seq = 0
  const send = (update: Uint8Array) => updateRoom(room, 1, { seq: ++seq, codec: 0, lease: null, update }, defaultLimits)
  return { room, writer, send }
}

test('what entries a room got since the last commit is one record of the log, and reaches readers update by update', () => {
  const { room, writer, send } = setup()
  const updates = ['one', 'two', 'three'].map(payload => writer.push(payload))
  for (const update of updates) send(update)
  const items = beginCommit(room)
  expect(items).toMatchObject([{ first: 1, last: 3, level: 0, bindings: [{ client: 101, agent: 'ada' }] }])
  expect(items[0]).toMatchObject({ from: new Map([[101, 0]]), to: new Map([[101, 3]]) })
  expect(items[0]!.bytes).toEqual(mergeUpdates(updates))
  expect(room.items).toEqual([])
  const told = committed(room).filter(effect => effect.type === 'updates')
  expect(told).toEqual([{ type: 'updates', members: [2], number: 3, updates }])
  expect([room.items, room.queue, room.committed]).toEqual([items, [], 3])
})

test('AK2 AK5 what is queued while a commit is under way is in the next one, and not acknowledged before', () => {
  const { room, writer, send } = setup()
  send(writer.push('one'))
  beginCommit(room)
  send(writer.push('two'))
  const first = committed(room)
  expect(first.find(effect => effect.type === 'acked')).toMatchObject({ upTo: 1 })
  expect([room.committed, room.queue.length]).toEqual([1, 1])
  expect(beginCommit(room)).toMatchObject([{ first: 2, last: 2 }])
  expect(committed(room).find(effect => effect.type === 'acked')).toMatchObject({ upTo: 2 })
})

test('a record holds no more than a piece, and an update that deletes is one of its own', () => {
  const { room, writer, send } = setup()
  const large = 'x'.repeat(pieceBytes / 2)
  send(writer.push(large))
  send(writer.push(large))
  send(writer.change(doc => doc.getArray(`w/${(101).toString(36)}/0`).delete(0)))
  send(writer.push('last'))
  expect(beginCommit(room).map(({ first, last }) => [first, last])).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
  ])
})

test('entries that come to more than a piece together are several records: whoever joins takes no piece that is larger', () => {
  const { room, writer, send } = setup()
  for (const share of [2, 2, 4]) send(writer.push('x'.repeat(pieceBytes / share)))
  const items = beginCommit(room)
  expect(items.map(({ first, last }) => [first, last])).toEqual([
    [1, 1],
    [2, 3],
  ])
  expect(Math.max(...items.map(({ size }) => size))).toBeLessThanOrEqual(pieceBytes)
})

test.each([2, 20])('FO2 of two who write %i updates each in one commit each gets those of the other', count => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  const rights = new Set(['read', 'append'] as const)
  for (const id of [1, 2, 3]) {
    const request = { request: 1, ids: [100 + id], epoch: '', vector: new Map(), deletesDigest: 0 }
    joinRoom(room, { id, agent: `a${id}`, user: '', rights }, request)
  }
  const sent = [1, 2].map(id => {
    const writer = new Writer(100 + id)
    return Array.from({ length: count }, (_, n) => writer.push(`${id} ${n}`))
  })
  for (let n = 0; n < count; n++) {
    for (const id of [1, 2]) {
      updateRoom(room, id, { seq: n + 1, codec: 0, lease: null, update: sent[id - 1]![n]! }, defaultLimits)
    }
  }
  beginCommit(room)
  const told = committed(room).filter(effect => effect.type === 'updates')
  const got = new Map(told.flatMap(({ members, updates }) => members.map(id => [id, updates] as const)))
  expect([got.get(1), got.get(2), got.get(3)?.length]).toEqual([sent[1], sent[0], 2 * count])
})

test('FO1 FO2 FO3 FO4 of more than one frame holds each goes once to all but its writers, who get the others of it', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  const rights = new Set(['read', 'append'] as const)
  const ids = [1, 2, 3, 4, 5, 6]
  for (const id of ids) {
    const request = { request: 1, ids: [100 + id], epoch: '', vector: new Map(), deletesDigest: 0 }
    joinRoom(room, { id, agent: `a${id}`, user: '', rights }, request)
  }
  // Two fit into a frame.
  const sent = ids.map(id => new Writer(100 + id).push(`${id}`.repeat(200 * 1024)))
  for (const id of ids) {
    updateRoom(room, id, { seq: 1, codec: 0, lease: null, update: sent[id - 1]! }, defaultLimits)
  }
  beginCommit(room)
  const effects = committed(room)
  const told = effects.filter(effect => effect.type === 'updates')
  expect(told.map(({ members, number }) => [members, number])).toEqual([
    [[1], 2],
    [[2], 1],
    [[3, 4, 5, 6], 2],
    [[3], 4],
    [[4], 3],
    [[1, 2, 5, 6], 4],
    [[5], 6],
    [[6], 5],
    [[1, 2, 3, 4], 6],
  ])
  for (const id of ids) {
    const got = told.flatMap(({ members, updates }) => (members.includes(id) ? updates : []))
    expect(got.map(update => sent.indexOf(update) + 1)).toEqual(ids.filter(other => other !== id))
    const bindings = effects.filter(effect => effect.type === 'bindings')
    const bound = bindings.flatMap(each => (each.members.includes(id) ? each.bindings : []))
    expect(bound.map(({ client }) => client)).toEqual(ids.filter(other => other !== id).map(other => 100 + other))
  }
})

test('what is logged is a copy: the bytes that a socket read are used for something else', () => {
  const { room, writer, send } = setup()
  const frames = [writer.push('alone')]
  for (const update of frames) send(update)
  beginCommit(room)
  committed(room)
  const removal = writer.change(doc => doc.getArray(`w/${(101).toString(36)}/0`).delete(0))
  for (const update of [removal, writer.push('one'), writer.push('two')]) {
    frames.push(update)
    send(update)
  }
  beginCommit(room)
  committed(room)
  const logged = room.items.map(({ bytes }) => Uint8Array.from(bytes))
  for (const frame of frames) frame.fill(0)
  expect(room.items.map(({ bytes }) => Uint8Array.from(bytes))).toEqual(logged)
})
