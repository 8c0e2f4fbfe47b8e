import { expect, test } from 'vitest'
import { mean, recallAt } from './recall-at'

test('recall is the share of the evidence found among the first k', () => {
  expect(recallAt(2, ['a', 'b'], ['b', 'x', 'a'])).toBe(0.5)
  expect(recallAt(3, ['a', 'b'], ['b', 'x', 'a'])).toBe(1)
  expect(recallAt(10, ['a'], [])).toBe(0)
})

test('a turn found twice counts once', () => {
  expect(recallAt(2, ['a', 'b'], ['a', 'a'])).toBe(0.5)
})

test('the mean of nothing is 0', () => {
  expect(mean([])).toBe(0)
  expect(mean([1, 2, 6])).toBe(3)
})
