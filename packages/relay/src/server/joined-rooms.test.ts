import { SeededRandom } from '@commonplace/protocol/testing'
import { expect, test } from 'vitest'
import type { HostedRoom } from './hosted-room'
import { JoinedRooms } from './joined-rooms'
import { RateLimit } from './rate-limit'

const roomOf = (channel: number) => ({ name: `room ${channel}`, room: { channel } }) as unknown as HostedRoom
const [one, two] = [roomOf(1), roomOf(2)]
const noLimit = () => ({ connections: 1, rooms: 0, mostRooms: 1000 })
const heldBy = (rooms: JoinedRooms) => [...rooms].map(({ hosted, request }) => [hosted.name, request])

test('a connection finds its one room, and each of several, by channel', () => {
  const rooms = new JoinedRooms(9, noLimit())
  expect([heldBy(rooms), rooms.at(1), rooms.remove(1)]).toEqual([[], undefined, undefined])
  rooms.add(one, 1)
  expect([rooms.at(1)?.hosted, rooms.at(2), rooms.remove(2)]).toEqual([one, undefined, undefined])
  rooms.add(two, 2)
  expect([rooms.at(1)?.hosted, rooms.at(2)?.hosted]).toEqual([one, two])
  expect(heldBy(rooms)).toEqual([
    ['room 1', 1],
    ['room 2', 2],
  ])
  expect(rooms.remove(1)?.hosted).toBe(one)
  expect([rooms.at(1), heldBy(rooms)]).toEqual([undefined, [['room 2', 2]]])
  rooms.clear()
  expect([rooms.at(2), heldBy(rooms)]).toEqual([undefined, []])
})

test('a room that is left is gone where it was the only one, and one that is joined again goes on at its rate', () => {
  const rooms = new JoinedRooms(9, noLimit())
  rooms.add(one, 1)
  const rate = new RateLimit(1, 0)
  rooms.at(1)!.rate = rate
  rooms.add(one, 3)
  expect(rooms.at(1)).toEqual({ hosted: one, request: 3, rate })
  expect(rooms.remove(1)?.hosted).toBe(one)
  expect([rooms.at(1), heldBy(rooms)]).toEqual([undefined, []])
  rooms.add(two, 4)
  expect(heldBy(rooms)).toEqual([['room 2', 4]])
  rooms.begin('room 2', 5)
  expect(rooms.at(2)).toBeUndefined()
})

test('LM4 rooms that are joined and rooms that are being joined count once each, in any order', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = new SeededRandom(seed)
    const held = noLimit()
    const rooms = new JoinedRooms(3, held)
    const joined = new Set<number>()
    const joining = new Map<number, number>()
    for (let request = 1; request <= 60; request++) {
      const channel = random.below(5)
      const { name } = roomOf(channel)
      const act = random.below(3)
      if (act === 0) {
        const mayBegin = new Set([...joined, ...joining.keys(), channel]).size <= 3
        expect(rooms.begin(name, request) === null, `seed ${seed}`).toBe(mayBegin)
        if (mayBegin) joining.set(channel, request)
      } else if (act === 1) {
        const latest = joining.get(channel)
        expect(rooms.end(name, latest ?? 0), `seed ${seed}`).toBe(latest !== undefined)
        joining.delete(channel)
        // A join that ends may have been denied.
        if (latest !== undefined && random.below(4) > 0) {
          rooms.add(roomOf(channel), latest)
          joined.add(channel)
        }
      } else {
        expect(rooms.remove(channel) !== undefined, `seed ${seed}`).toBe(joined.delete(channel))
      }
      expect(held.rooms, `seed ${seed}`).toBe(new Set([...joined, ...joining.keys()]).size)
    }
    rooms.clear()
    expect(held.rooms).toBe(0)
  }
})

test('LM4 an agent has so many rooms over all its connections', () => {
  const held = { connections: 2, rooms: 0, mostRooms: 2 }
  const [first, second] = [new JoinedRooms(9, held), new JoinedRooms(9, held)]
  expect([first.begin('room 1', 1), second.begin('room 1', 1)]).toEqual([null, null])
  expect(second.begin('room 2', 2)).toEqual({
    value: 2,
    message: "at most 2 rooms of one agent: close some, or raise the relay's roomsPerAgent",
  })
  first.clear()
  expect(second.begin('room 2', 3)).toBeNull()
})
