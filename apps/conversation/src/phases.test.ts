import { expect, test } from 'vitest'
import { phasesOf } from './phases'

test('the parts are the whole, in order, and the middle is never empty', () => {
  for (const length of [1, 2, 3, 7, 170, 680]) {
    const turns = Array.from({ length }, (_, index) => index)
    const { before, apart, after } = phasesOf(turns)
    expect([...before, ...apart, ...after]).toEqual(turns)
    expect(apart.length).toBeGreaterThan(0)
  }
  expect(phasesOf(Array.from({ length: 10 }, (_, index) => index)).apart).toEqual([4, 5])
})
