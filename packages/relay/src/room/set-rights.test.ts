import { defaultLimits, type Right } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { Writer } from '../server/raw-client.fixture'
import { beginCommit } from './begin-commit'
import { fallBehind } from './catch-up'
import { committed } from './commit'
import type { Effect } from './effect'
import { joinRoom } from './join'
import { createRoom } from './room'
import { setRights } from './set-rights'
import { updateRoom } from './update'

const kinds = (effects: readonly Effect[]) => effects.map(effect => ('code' in effect ? effect.code : effect.type))

test('whose access is withdrawn hears of everything that was taken from it before its channel ends', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  const joiner = { id: 1, agent: 'ada', user: '', rights: new Set<Right>(['read', 'append']) }
  joinRoom(room, joiner, { request: 1, ids: [101], epoch: '', vector: new Map(), deletesDigest: 0 })
  const writer = new Writer(101)
  const send = (seq: number) =>
    updateRoom(room, 1, { seq, codec: 0, lease: null, update: writer.push(`${seq}`) }, defaultLimits)
  send(1)
  beginCommit(room)
  send(2)
  expect(setRights(room, 1, new Set())).toEqual([])
  expect(committed(room)).toMatchObject([{ type: 'acked', upTo: 1 }])
  beginCommit(room)
  const last = committed(room)
  expect(kinds(last)).toEqual(['acked', 'revoked'])
  expect(last[0]).toMatchObject({ upTo: 2 })
  expect(room.leaving.size).toBe(0)
})

test('rights that change while a join waits are told with its answer, and not before', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  const join = (id: number, rights: ReadonlySet<Right>) => {
    const request = { request: 1, ids: [100 + id], epoch: '', vector: new Map(), deletesDigest: 0 }
    return joinRoom(room, { id, agent: `agent ${id}`, user: '', rights }, request)
  }
  join(1, new Set(['read', 'append']))
  updateRoom(room, 1, { seq: 1, codec: 0, lease: null, update: new Writer(101).push('text') }, defaultLimits)
  expect(join(2, new Set(['read', 'append']))).toEqual([])
  expect(setRights(room, 2, new Set(['read']))).toEqual([])
  beginCommit(room)
  expect(committed(room)).toContainEqual(expect.objectContaining({ type: 'joined', members: [2], rights: ['read'] }))
})

test('who gets access back, and joins, before all that was taken is on disk, is not turned out then', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  const joiner = { id: 1, agent: 'ada', user: '', rights: new Set<Right>(['read', 'append']) }
  const join = { request: 1, ids: [101], epoch: '', vector: new Map(), deletesDigest: 0 }
  joinRoom(room, joiner, join)
  updateRoom(room, 1, { seq: 1, codec: 0, lease: null, update: new Writer(101).push('text') }, defaultLimits)
  beginCommit(room)
  expect(setRights(room, 1, new Set())).toEqual([])
  joinRoom(room, joiner, join)
  expect(kinds(committed(room))).toEqual(['joined'])
  expect(room.members.has(1)).toBe(true)
})

test('whose access is withdrawn while it is behind hears what was taken from it all the same', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  const joiner = { id: 1, agent: 'ada', user: '', rights: new Set<Right>(['read', 'append']) }
  joinRoom(room, joiner, { request: 1, ids: [101], epoch: '', vector: new Map(), deletesDigest: 0 })
  fallBehind(room, 1)
  updateRoom(room, 1, { seq: 1, codec: 0, lease: null, update: new Writer(101).push('text') }, defaultLimits)
  expect(setRights(room, 1, new Set())).toEqual([])
  beginCommit(room)
  expect(kinds(committed(room))).toEqual(['acked', 'revoked'])
  expect(room.leaving.size).toBe(0)
})
