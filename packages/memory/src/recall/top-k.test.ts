import fc from 'fast-check'
import { expect, test } from 'vitest'
import { topK } from './top-k'

test('equals sorting everything and cutting, also where many scores tie', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 60 })
  fc.assert(
    fc.property(scores, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 4 }), (list, k, modulus) => {
      const bySlot = Float64Array.from(list)
      const slots = Int32Array.from(list.keys())
      const oddFirst = (one: number, other: number) => (other % 2) - (one % 2) || one - other
      const admits = (slot: number) => slot % modulus === 0
      const sorted = [...slots]
        .filter(admits)
        .sort((one, other) => bySlot[other]! - bySlot[one]! || oddFirst(one, other))
      expect(topK(slots, slots.length, bySlot, k, oddFirst, admits)).toEqual(sorted.slice(0, k))
    }),
    { numRuns: 1_000 },
  )
})

test('asks for admission only where a slot would be among the best', () => {
  let asked = 0
  const scores = Float64Array.from({ length: 1_000 }, (_, slot) => 1_000 - slot)
  const admits = () => {
    asked++
    return true
  }
  expect(topK(Int32Array.from(scores.keys()), 1_000, scores, 3, () => 0, admits)).toEqual([0, 1, 2])
  expect(asked).toBeLessThan(10)
})
