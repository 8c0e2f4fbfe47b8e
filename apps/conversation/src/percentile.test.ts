import { expect, test } from 'vitest'
import { percentile } from './percentile'

test('nearest rank, whatever the order', () => {
  const values = [50, 15, 40, 20, 35]
  expect(percentile(values, 0.05)).toBe(15)
  expect(percentile(values, 0.3)).toBe(20)
  expect(percentile(values, 0.4)).toBe(20)
  expect(percentile(values, 0.5)).toBe(35)
  expect(percentile(values, 1)).toBe(50)
  expect(values).toEqual([50, 15, 40, 20, 35])
})

test('numbers are sorted as numbers, and nothing gives 0', () => {
  expect(percentile([100, 9], 0.5)).toBe(9)
  expect(percentile([], 0.99)).toBe(0)
})
