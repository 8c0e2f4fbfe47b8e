import type { DeleteSet } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { deleteDots } from './delete-dots'
import { createRoom } from './room'

const dots = (from: number, to: number): DeleteSet => new Map([[101, [[from, to]]]])

test('CP5 the relay deletes what is not deleted yet, and nothing that the room does not hold', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  room.facts.vector.set(101, 3)
  expect(() => deleteDots(room, dots(2, 4))).toThrow(RangeError)
  expect(deleteDots(room, dots(0, 2))).toMatchObject([{ type: 'append' }])
  expect(deleteDots(room, dots(0, 2))).toEqual([])
  expect(deleteDots(room, dots(0, 3))).toMatchObject([{ type: 'append' }])
  expect(room.queue.map(({ deletes }) => deletes)).toEqual([dots(0, 2), dots(2, 3)])
  expect(room.facts.deletes).toEqual(dots(0, 3))
})
