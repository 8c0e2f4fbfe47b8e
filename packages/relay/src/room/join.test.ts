import { defaultLimits } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { Writer } from '../server/raw-client.fixture'
import { beginCommit } from './begin-commit'
import { fallBehind } from './catch-up'
import { committed } from './commit'
import type { Effect } from './effect'
import { joinRoom } from './join'
import { createRoom, type Room } from './room'
import { updateRoom } from './update'

const joiner = (id: number) => ({ id, agent: `agent ${id}`, user: '', rights: new Set(['read', 'append'] as const) })
const join = (room: Room, id: number, epoch = '', clock = 0): Effect[] =>
  joinRoom(room, joiner(id), { request: 1, ids: [100 + id], epoch, vector: new Map([[101, clock]]), deletesDigest: 0 })
const piecesIn = (effects: readonly Effect[]) =>
  effects.flatMap(effect => (effect.type === 'joined' ? [effect.pieces.length] : []))

test('who joins while a commit is under way gets all of it with the answer, and none of it before', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  join(room, 1)
  updateRoom(room, 1, { seq: 1, codec: 0, lease: null, update: new Writer(101).push('text') }, defaultLimits)
  expect(join(room, 2)).toEqual([])
  fallBehind(room, 2)
  beginCommit(room)
  const effects = committed(room).filter(effect => 'members' in effect && effect.members.includes(2))
  expect(effects.map(({ type }) => type)).toEqual(['joined'])
  expect(piecesIn(effects)).toEqual([1])
  expect(room.members.get(2)!.behind).toBeNull()
})

test('JN8 what a joiner holds of another epoch says nothing about this one', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  join(room, 1)
  updateRoom(room, 1, { seq: 1, codec: 0, lease: null, update: new Writer(101).push('text') }, defaultLimits)
  beginCommit(room)
  committed(room)
  expect(['e', '', 'before'].map((epoch, at) => piecesIn(join(room, 2 + at, epoch, 1)))).toEqual([[0], [0], [1]])
})

test('ID4 a join that names an id twice takes it over from nobody', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  const request = { request: 1, ids: [101, 101], epoch: '', vector: new Map(), deletesDigest: 0 }
  expect(joinRoom(room, joiner(1), request).map(({ type }) => type)).toEqual(['joined'])
  expect(room.members.has(1)).toBe(true)
})
