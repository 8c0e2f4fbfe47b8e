import { expect, test } from 'vitest'
import { DeniedJoins } from './denied-joins'

const room = (space: string) => ({ tenant: 'default', space, segment: 0 })

test('AC7 the latest joins that were denied are remembered, one a room, and each is told once', () => {
  const denied = new DeniedJoins(2)
  for (const [request, space] of ['a', 'b', 'a', 'c'].entries()) denied.add({ request, room: room(space) })
  expect(denied.take(({ space }) => space !== 'c')).toEqual([2])
  expect(denied.take(() => true)).toEqual([3])
  expect(denied.take(() => true)).toEqual([])
  denied.add({ request: 4, room: room('a') })
  denied.forget(room('a'))
  expect(denied.take(() => true)).toEqual([])
})
