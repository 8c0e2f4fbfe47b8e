import { defaultLimits, receptionWindowMs } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { Writer } from '../server/raw-client.fixture'
import { joinRoom } from './join'
import { createRoom } from './room'
import { updateRoom } from './update'

const ids = [101, 102, 103]

/** A room of two client ids at most, whose time stands where the test puts it. */
function smallRoom() {
  const time = { ms: 0 }
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries', now: () => time.ms })
  const joiner = { id: 1, agent: 'ada', user: '', rights: new Set(['read', 'append'] as const) }
  joinRoom(room, joiner, { request: 1, ids, epoch: '', vector: new Map(), deletesDigest: 0 })
  const writers = new Map(ids.map(id => [id, new Writer(id)]))
  let seq = 0
  const write = (client: number) => {
    const update = writers.get(client)!.push('text')
    return updateRoom(room, 1, { seq: ++seq, codec: 0, lease: null, update }, { ...defaultLimits, vectorClients: 2 })
  }
  return { room, time, write }
}

test('GD2 a room is full of client ids when it has as many as it may; those who write there go on', () => {
  const { room, write } = smallRoom()
  for (const client of [101, 102, 101, 102]) expect(write(client)).toMatchObject([{ type: 'append' }])
  expect(write(103)).toMatchObject([{ type: 'refused', code: 'quota', value: 2 }])
  expect([...room.facts.vector]).toEqual([
    [101, 2],
    [102, 2],
  ])
})

test('ID5 who goes on under an id is not bound to it again', () => {
  const { room, write } = smallRoom()
  for (const client of [101, 101, 102]) write(client)
  expect(room.queue.map(({ bindings }) => bindings.map(({ client }) => client))).toEqual([[101], [], [102]])
})

test('RC1 what is received is noted once a window and id, in windows that only grow, and by nobody who is told no time', () => {
  const { room, time, write } = smallRoom()
  write(101)
  const writeIn = (window: number, client: number) => {
    time.ms = window * receptionWindowMs
    write(client)
  }
  for (const window of [7, 7, 9, 8]) writeIn(window, 101)
  writeIn(8, 102)
  // A clock that was more than a day ahead was wrong.
  writeIn(10_000, 101)
  writeIn(10, 102)
  expect(room.queue.flatMap(({ receptions }) => receptions)).toEqual([
    { client: 101, clock: 1, window: 7 },
    { client: 101, clock: 3, window: 9 },
    { client: 102, clock: 0, window: 9 },
    { client: 101, clock: 5, window: 10_000 },
    { client: 102, clock: 1, window: 10 },
  ])
})

test('LM6 a room is full when what was written reaches its limit, however little each update is', () => {
  const { room } = smallRoom()
  const writer = new Writer(101)
  const limits = { ...defaultLimits, roomBytes: 200 }
  const taken: number[] = []
  let effects: ReturnType<typeof updateRoom>
  do {
    const update = writer.push('some text')
    effects = updateRoom(room, 1, { seq: taken.length + 1, codec: 0, lease: null, update }, limits)
    if (effects[0]?.type === 'append') taken.push(update.length)
  } while (effects[0]?.type === 'append' && taken.length < 100)
  expect(effects).toMatchObject([{ type: 'refused', code: 'quota', value: 200 }])
  expect(room.bytes).toBe(taken.reduce((sum, length) => sum + length))
  expect(room.bytes).toBeGreaterThan(limits.roomBytes / 2)
  expect(room.bytes).toBeLessThanOrEqual(limits.roomBytes)
})

test('LM9 a full room takes what only deletes, up to a sixteenth more', () => {
  const { room } = smallRoom()
  const writer = new Writer(101)
  const fill = writer.push('x'.repeat(1000), ...new Array(40).fill('x'))
  const limits = { ...defaultLimits, roomBytes: fill.length }
  let seq = 0
  const isTaken = (update: Uint8Array) =>
    updateRoom(room, 1, { seq: ++seq, codec: 0, lease: null, update }, limits)[0]!.type === 'append'
  const remove = (index: number) => writer.change(doc => doc.getArray(`w/${(101).toString(36)}/0`).delete(index))
  expect(isTaken(fill)).toBe(true)
  const sizes: number[] = []
  for (let update = remove(40); isTaken(update); update = remove(40 - sizes.length)) sizes.push(update.length)
  expect(sizes.length).toBeGreaterThan(3)
  const bytes = sizes.reduce((sum, size) => sum + size, fill.length)
  expect(room.bytes).toBe(bytes)
  const most = fill.length * (17 / 16)
  expect(bytes).toBeLessThanOrEqual(most)
  expect(bytes).toBeGreaterThan(most - 20)
})
