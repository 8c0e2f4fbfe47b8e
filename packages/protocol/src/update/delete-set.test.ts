import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Range } from '../ranges'
import { addToDeletes, type DeleteSet } from './delete-set'
import { digestDeletes } from './digest-deletes'

const ranges = fc.array(
  fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 9 })).map(([from, length]): Range => [from, from + length]),
  { maxLength: 6 },
)
const sets = fc.array(fc.tuple(fc.nat(4), ranges), { maxLength: 5 })
const clocksOf = (set: DeleteSet) =>
  new Set(
    [...set].flatMap(([client, all]) =>
      all.flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => `${client} ${from + index}`)),
    ),
  )
const setOf = (parts: readonly (readonly [number, Range[]])[]) => {
  const set: DeleteSet = new Map()
  for (const [client, all] of parts) addToDeletes(set, new Map([[client, all]]))
  return set
}

describe('delete sets', () => {
  test('adding keeps every deleted clock and no other', () => {
    fc.assert(
      fc.property(sets, parts => {
        const named = parts.flatMap(([client, all]) => [...clocksOf(new Map([[client, all]]))])
        expect(clocksOf(setOf(parts))).toEqual(new Set(named))
      }),
    )
  })

  test('equal digests, equal clocks: in any order and cut anyhow', () => {
    fc.assert(
      fc.property(sets, sets, (one, other) => {
        const single = (parts: readonly (readonly [number, Range[]])[]) =>
          [...clocksOf(setOf(parts))].reverse().map(dot => {
            const [client, clock] = dot.split(' ').map(Number)
            return [client!, [[clock!, clock! + 1]]] as [number, Range[]]
          })
        expect(digestDeletes(setOf(single(one)))).toBe(digestDeletes(setOf(one)))
        const same =
          setOf([...one, ...other]).size === 0 ||
          String([...clocksOf(setOf(one))].sort()) === String([...clocksOf(setOf(other))].sort())
        expect(digestDeletes(setOf(one)) === digestDeletes(setOf(other))).toBe(same)
      }),
      { numRuns: 500 },
    )
  })

  test('the digest is a safe integer, 0 for an empty set alone, and the same for ever', () => {
    expect(digestDeletes(new Map())).toBe(0)
    expect(digestDeletes(new Map([[3, []]]))).toBe(0)
    expect(digestDeletes(new Map([[3, [[0, 1]]]]))).toBe(5183178177872600)
    fc.assert(
      fc.property(sets, parts => {
        const digest = digestDeletes(setOf(parts))
        expect(Number.isSafeInteger(digest)).toBe(true)
        expect(digest === 0).toBe(setOf(parts).size === 0)
      }),
    )
  })
})
