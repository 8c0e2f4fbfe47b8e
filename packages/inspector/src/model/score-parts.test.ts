import { expect, test } from 'vitest'
import type { InspectedHit } from '../memory-face'
import { barShares, partOrder } from './score-parts'

const hit = (score: number, parts: Record<string, number>) =>
  ({
    score,
    why: { parts: Object.entries(parts).map(([name, value]) => ({ name, value })), words: [] },
  }) as unknown as InspectedHit

test('the bar of a hit is as long as its score against the first, also with penalties', () => {
  const hits = [hit(10, { words: 8, dates: 2 }), hit(4, { words: 5, old: -1 })]
  const order = partOrder(hits)
  expect(order).toEqual(['words', 'dates', 'old'])
  const length = (index: number) => barShares(hits[index]!, order, 10).reduce((sum, share) => sum + share, 0)
  expect(length(0)).toBeCloseTo(1)
  expect(length(1)).toBeCloseTo(0.4)
})

test('parts beyond the third share one shade', () => {
  const many = hit(4, { a: 1, b: 1, c: 1, d: 0.5, e: 0.5 })
  expect(barShares(many, ['a', 'b', 'c', 'd', 'e'], 4)).toEqual([0.25, 0.25, 0.25, 0.25])
})
