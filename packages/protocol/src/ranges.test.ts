import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { minusRanges, type Range, unionRanges } from './ranges'

const range = fc.tuple(fc.nat(60), fc.nat(12)).map(([from, length]): Range => [from, from + length])
const clocksIn = (ranges: readonly Range[]) =>
  new Set(ranges.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i)))

describe('ranges', () => {
  test('a union holds the same clocks, sorted, disjoint, and without seams', () => {
    fc.assert(
      fc.property(fc.array(range), ranges => {
        const union = unionRanges(ranges)
        expect(clocksIn(union)).toEqual(clocksIn(ranges))
        union.forEach(([from, to], index) => {
          expect(from).toBeLessThan(to)
          if (index > 0) expect(union[index - 1]![1]).toBeLessThan(from)
        })
      }),
    )
  })

  test('a difference holds exactly the clocks of the range that no other range has', () => {
    fc.assert(
      fc.property(range, fc.array(range), (whole, ranges) => {
        const union = unionRanges(ranges)
        const covered = clocksIn(union)
        const rest = minusRanges(whole, union)
        expect([...clocksIn(rest)]).toEqual([...clocksIn([whole])].filter(clock => !covered.has(clock)))
        expect(rest).toEqual(unionRanges(rest))
      }),
    )
  })

  test('leave their arguments alone', () => {
    const ranges: Range[] = [
      [5, 7],
      [1, 6],
    ]
    unionRanges(ranges)
    minusRanges([0, 9], ranges)
    expect(ranges).toEqual([
      [5, 7],
      [1, 6],
    ])
  })
})
