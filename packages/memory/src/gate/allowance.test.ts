import { expect, test } from 'vitest'
import { type Allowance, spend } from './allowance'

test('so many at once, then one whenever its share of the time is over, and never more than the size after a pause', () => {
  let left: Allowance = { left: 3, at: 0 }
  const at = (now: number) => {
    const { next, waitMs } = spend(left, { size: 3, perMs: 300, now })
    left = next
    return waitMs
  }
  expect([at(0), at(0), at(0), at(0), at(40)]).toEqual([0, 0, 0, 100, 60])
  expect([at(100), at(101)]).toEqual([0, 99])
  expect([at(10_000), at(10_000), at(10_000), at(10_000)]).toEqual([0, 0, 0, 100])
  expect(at(9_000)).toBe(100)
})
