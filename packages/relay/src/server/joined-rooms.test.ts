import { expect, test } from 'vitest'
import type { HostedRoom } from './hosted-room'
import { JoinedRooms } from './joined-rooms'
import { RateLimit } from './rate-limit'

const roomOf = (channel: number) => ({ name: `room ${channel}`, room: { channel } }) as unknown as HostedRoom
const [one, two] = [roomOf(1), roomOf(2)]
const heldBy = (rooms: JoinedRooms) => [...rooms].map(({ hosted, request }) => [hosted.name, request])

test('a connection finds its one room, and each of several, by channel', () => {
  const rooms = new JoinedRooms(9)
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
  const rooms = new JoinedRooms(9)
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
