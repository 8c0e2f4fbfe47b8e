import { expect, test } from 'vitest'
import { joinRoom } from './join'
import { leaveRoom } from './leave'
import { flushPresence, setPresence } from './presence'
import { createRoom, type Room } from './room'

const here = Uint8Array.of(1)
const gone = new Uint8Array()

function roomOfTwo(): Room {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  for (const id of [1, 2]) {
    const joiner = { id, agent: `agent ${id}`, user: '', rights: new Set(['read', 'append'] as const) }
    const ids = Array.from({ length: 70 }, (_, at) => 100 * id + at)
    joinRoom(room, joiner, { request: 1, ids, epoch: '', vector: new Map(), deletesDigest: 0 })
  }
  return room
}

test('PR4 a change goes once to the others, and so does the end of what a channel that left showed', () => {
  const room = roomOfTwo()
  setPresence(room, 1, 100, here)
  expect(flushPresence(room)).toMatchObject([{ members: [2], client: 100, agent: 'agent 1', state: here }])
  expect(flushPresence(room)).toEqual([])
  leaveRoom(room, 1)
  expect(flushPresence(room)).toMatchObject([{ members: [2], client: 100, state: gone }])
})

test('PR6 nobody shows or takes away what another shows', () => {
  const room = roomOfTwo()
  setPresence(room, 1, 100, here)
  flushPresence(room)
  for (const state of [here, gone]) setPresence(room, 2, 100, state)
  expect(flushPresence(room)).toEqual([])
  expect(room.presence.get(100)?.agent).toBe('agent 1')
})

test('PR7 a channel shows 64 states at most, each of them in its latest form', () => {
  const room = roomOfTwo()
  for (let client = 100; client < 170; client++) setPresence(room, 1, client, here)
  setPresence(room, 1, 100, Uint8Array.of(2))
  expect([room.presence.size, room.presence.get(100)?.state]).toEqual([64, Uint8Array.of(2)])
})
