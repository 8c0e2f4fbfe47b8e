import { expect, test } from 'vitest'
import { joinRoom, joinStock } from './join'
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

test('PR6 a stock client shows under an id of nobody else, and takes away only what it shows itself', () => {
  const room = roomOfTwo()
  const rights = new Set(['read', 'append'] as const)
  for (const [id, agent] of [[3, 'cy'] as const, [4, 'dee'] as const, [5, 'dee'] as const]) {
    joinStock(room, { id, agent, user: '', rights })
  }
  room.owners.set(300, { client: 300, agent: 'agent 1', user: '' })
  setPresence(room, 4, 7, here)
  for (const [client, what] of [
    [300, 'of who wrote with it'],
    [100, 'of who holds it'],
    [7, 'of who shows it'],
  ] as const) {
    setPresence(room, 3, client, Uint8Array.of(3))
    expect(room.presence.get(client)?.member, what).not.toBe(3)
  }
  setPresence(room, 5, 7, gone)
  expect(room.presence.get(7)?.state).toEqual(here)
  setPresence(room, 5, 7, Uint8Array.of(5))
  expect(room.presence.get(7)).toMatchObject({ member: 5, state: Uint8Array.of(5) })
})

test('a member that waits for its join shows nothing, and is shown nothing before its answer', () => {
  const room = roomOfTwo()
  room.queued = 1
  const joiner = { id: 1, agent: 'agent 1', user: '', rights: new Set(['read'] as const) }
  joinRoom(room, joiner, { request: 2, ids: [100], epoch: '', vector: new Map(), deletesDigest: 0 })
  setPresence(room, 1, 100, here)
  setPresence(room, 2, 200, here)
  expect(flushPresence(room)).toMatchObject([{ members: [], client: 200 }])
})

test('what is shown is kept as it was, whatever becomes of the bytes it was read from', () => {
  const room = roomOfTwo()
  const read = Uint8Array.of(1)
  setPresence(room, 1, 100, read)
  read[0] = 2
  expect(room.presence.get(100)?.state).toEqual(here)
})
