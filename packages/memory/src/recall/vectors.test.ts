import { expect, test } from 'vitest'
import { unit, Vectors } from './vectors'

const byNumber = (one: number, other: number) => one - other

test('the nearest are found by direction, whatever the lengths, among those admitted', () => {
  const vectors = new Vectors(2)
  vectors.set(1, [10, 0])
  vectors.set(2, [1, 1])
  vectors.set(300, [0, 0.1])
  const east = unit([3, 0])
  expect(vectors.nearest(east, 2, undefined, byNumber)).toEqual([1, 2])
  expect(vectors.nearest(east, 2, slot => slot !== 1, byNumber)).toEqual([2, 300])
  expect(vectors.cosine(2, east)).toBeCloseTo(Math.SQRT1_2)
})

test('a removed vector and one of zeros are none; a slot can be used again', () => {
  const vectors = new Vectors(2)
  vectors.set(1, [1, 0])
  vectors.set(2, [0, 0])
  vectors.remove(1)
  expect(vectors.nearest(unit([1, 0]), 5, undefined, byNumber)).toEqual([])
  vectors.set(1, [0, 1])
  expect(vectors.has(1) && !vectors.has(2)).toBe(true)
  expect(vectors.cosine(1, unit([0, 1]))).toBe(1)
})
