import { defaultLimits, mergeUpdates, receptionWindowMs } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { acquireLease } from '../lease/acquire'
import { payloadsOf, Writer } from '../server/raw-client.fixture'
import { beginCommit } from './begin-commit'
import { catchUp, fallBehind } from './catch-up'
import { committed } from './commit'
import { joinRoom } from './join'
import { replaceItems, rewriteItems } from './rewrite'
import { createRoom } from './room'
import { updateRoom } from './update'

test('who fell behind gets nothing more, its acknowledgements neither, until it hears of all in the order of the commits', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries', now: () => receptionWindowMs })
  const writers = [101, 102].map(id => new Writer(id))
  for (const [index, { client }] of writers.entries()) {
    const joiner = { id: index + 1, agent: `agent ${client}`, user: '', rights: new Set(['read', 'append'] as const) }
    joinRoom(room, joiner, { request: 1, ids: [client], epoch: '', vector: new Map(), deletesDigest: 0 })
  }
  fallBehind(room, 1)
  for (const [index, writer] of writers.entries()) {
    updateRoom(room, index + 1, { seq: 1, codec: 0, lease: null, update: writer.push('text') }, defaultLimits)
  }
  beginCommit(room)
  const effects = committed(room)
  expect(effects.filter(effect => 'members' in effect && effect.members.includes(1))).toEqual([])
  expect(effects.map(({ type }) => type)).toEqual(['receptions', 'acked', 'bindings', 'updates'])
  expect(catchUp(room, 1, 100_000).map(({ type }) => type)).toEqual(['receptions', 'acked', 'bindings', 'updates'])
})

test('what was missed comes in parts, each once and with its number, then deletes and what was owed; being behind twice loses nothing', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries', now: () => receptionWindowMs })
  const rights = new Set(['read', 'append'] as const)
  const join = (id: number, agent: string, client: number) =>
    joinRoom(
      room,
      { id, agent, user: '', rights },
      { request: 1, ids: [client], epoch: '', vector: new Map(), deletesDigest: 0 },
    )
  join(1, 'ada', 101)
  join(2, 'bob', 102)
  const writer = new Writer(101)
  let seq = 0
  const write = (update: Uint8Array) => {
    updateRoom(room, 1, { seq: ++seq, codec: 0, lease: null, update }, defaultLimits)
    beginCommit(room)
    committed(room)
  }
  fallBehind(room, 2)
  for (const text of ['one', 'two', 'three']) write(writer.push(text))
  write(writer.change(doc => doc.getArray(`w/${(101).toString(36)}/0`).delete(0)))
  acquireLease(room, 1, { request: 5, key: 'key', holder: 1, ttlMs: 1000 }, defaultLimits)
  expect(acquireLease(room, 2, { request: 5, key: 'key', holder: 2, ttlMs: 1000 }, defaultLimits)).toEqual([])
  const parts = []
  for (let part = 0; part < 3; part++) {
    fallBehind(room, 2)
    parts.push(catchUp(room, 2, 1))
  }
  expect(parts.map(effects => effects.map(({ type }) => type))).toEqual([
    ['receptions', 'bindings', 'updates'],
    ['updates'],
    ['updates', 'held'],
  ])
  expect(room.members.get(2)!.behind).toBeNull()
  const told = parts.flat().flatMap(effect => (effect.type === 'updates' ? [effect] : []))
  expect(told.map(({ number }) => number)).toEqual([1, 2, 4])
  const held = payloadsOf(told.flatMap(({ updates }) => updates))
  expect(held.get(101)).toEqual(['two', 'three'])
})

test('FO5 numbers do not go back for who was behind while a compaction gave what came last to the first pieces', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  const rights = new Set(['read', 'append'] as const)
  const join = (id: number) =>
    joinRoom(
      room,
      { id, agent: `agent ${id}`, user: '', rights },
      { request: 1, ids: [100 + id], epoch: '', vector: new Map(), deletesDigest: 0 },
    )
  for (const id of [1, 2, 3, 4]) join(id)
  const write = (id: number, seq: number, update: Uint8Array) => {
    updateRoom(room, id, { seq, codec: 0, lease: null, update }, defaultLimits)
    beginCommit(room)
    committed(room)
    return update
  }
  const writer = new Writer(101)
  const early = [1, 2, 3, 4].map(seq => write(1, seq, writer.push(`${seq}`)))
  fallBehind(room, 4)
  const late = [2, 3].map(id => write(id, 1, new Writer(100 + id).push('late')))
  const items = [...room.items]
  const rewritten = rewriteItems(items, [...late, early[0]!, early[1]!, mergeUpdates(early.slice(2))])
  if (typeof rewritten === 'string') throw new Error(rewritten)
  replaceItems(room, items, rewritten)
  const told = catchUp(room, 4, 100_000).flatMap(effect => (effect.type === 'updates' ? [effect.number] : []))
  expect(told).toEqual([4])
})
