import { defaultLimits, receptionWindowMs } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { Writer } from '../server/raw-client.fixture'
import { beginCommit } from './begin-commit'
import { catchUp, fallBehind } from './catch-up'
import { committed } from './commit'
import { joinRoom } from './join'
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
