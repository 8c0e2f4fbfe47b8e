import { expect, test } from 'vitest'
import { stockRoom } from './stock-room'

test('YW1 the path names tenant and space', () => {
  expect(stockRoom('/team')).toEqual({ tenant: 'default', space: 'team', segment: 0 })
  expect(stockRoom('/acme/team?token=x')).toEqual({ tenant: 'acme', space: 'team', segment: 0 })
  expect(stockRoom('/a%2Fb/c%20d')).toEqual({ tenant: 'a/b', space: 'c d', segment: 0 })
})

test.each(['/', '', '/a/', '/a/b/c', '/%', '/%00', '//b', `/${'x'.repeat(257)}`])('YW1 %s names no room', path => {
  expect(stockRoom(path)).toBeNull()
})
