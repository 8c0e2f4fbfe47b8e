import { codecV1 } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { createRoom } from '../room/room'
import { pieceMessage } from './piece-message'
import { SharedPieces } from './shared-pieces'

const room = createRoom({ channel: 7, epoch: 'e', mode: 'entries' })
const small = Uint8Array.of(1, 2, 3)
const large = new Uint8Array(5000)
const bytesOf = (messages: readonly Uint8Array[]) => Buffer.concat(messages)
const framed = (...updates: Uint8Array[]) =>
  bytesOf(
    updates.flatMap((update, index) => pieceMessage({ type: 'piece', channel: 7, index, codec: codecV1, update })),
  )
const pieces = (...updates: Uint8Array[]) => updates.map(update => ({ codec: codecV1, update }))

test('who joins a room in the same state gets the same bytes, of which the large ones are the room’s own', () => {
  const shared = new SharedPieces(() => {})
  const first = shared.messagesOf(room, pieces(small, small, large, small))
  expect(bytesOf(first)).toEqual(framed(small, small, large, small))
  expect(first).toContain(large)
  expect(shared.messagesOf(room, pieces(small, small, large, small))).toBe(first)
})

test('who lacks less, or joins a room that has changed, gets what it lacks', () => {
  const shared = new SharedPieces(() => {})
  shared.messagesOf(room, pieces(small, large))
  expect(bytesOf(shared.messagesOf(room, pieces(small)))).toEqual(framed(small))
  expect(bytesOf(shared.messagesOf(room, pieces(small, large, small)))).toEqual(framed(small, large, small))
  const same = Uint8Array.from(small)
  expect(bytesOf(shared.messagesOf(room, pieces(same, large)))).toEqual(framed(small, large))
  const other = createRoom({ channel: 9, epoch: 'e', mode: 'entries' })
  expect(bytesOf(shared.messagesOf(other, pieces(same, large)))).not.toEqual(framed(small, large))
})

test('what was framed is kept for a while only', () => {
  const runs: (() => void)[] = []
  const shared = new SharedPieces(run => runs.push(run))
  const first = shared.messagesOf(room, pieces(small, large))
  expect(shared.messagesOf(room, pieces(small, large))).toBe(first)
  expect(runs.length).toBe(1)
  runs[0]!()
  expect(shared.messagesOf(room, pieces(small, large))).not.toBe(first)
  expect(runs.length).toBe(2)
})
