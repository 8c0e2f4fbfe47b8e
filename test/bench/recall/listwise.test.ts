import { expect, test } from 'vitest'
import { chanceOf } from '../search/chance'
import { type Example, fitListwise } from './listwise'

/** Questions whose answer is the candidate with the highest score under these weights and a little noise. */
function examplesOf(weights: readonly number[], seed: number): Example[] {
  const chance = chanceOf(seed)
  return Array.from({ length: 200 }, () => {
    const height = 20
    const rows = Float64Array.from(
      { length: height * weights.length },
      (_, at) => chance.next() * (1 + (at % weights.length)),
    )
    const scores = Array.from({ length: height }, (_, row) =>
      weights.reduce((sum, weight, column) => sum + weight * rows[row * weights.length + column]!, chance.next() / 5),
    )
    return { rows, height, relevant: [scores.indexOf(Math.max(...scores))] }
  })
}

test('weights that decided are found again, up to their scale, and what decides nothing gets next to none', () => {
  const [one, two, none] = fitListwise(examplesOf([3, -1, 0], 1), 3) as [number, number, number]
  expect(one / -two).toBeGreaterThan(2.4)
  expect(one / -two).toBeLessThan(3.6)
  expect(Math.abs(none / one)).toBeLessThan(0.1)
})

test('a column that never changes gets no weight', () => {
  const examples = examplesOf([1, 0], 2).map(example => ({
    ...example,
    rows: example.rows.map((value, at) => (at % 2 === 1 ? 4 : value)),
  }))
  expect(fitListwise(examples, 2)[1]).toBe(0)
})
