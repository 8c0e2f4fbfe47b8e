import { expect, test } from 'vitest'
import { encodeRecord } from './codec'
import { flipsIn } from './flips'
import { factKey } from './keys'
import type { RecordBody } from './record-body'
import { readVersion } from './version'

const context = { now: 0, authorOf: () => undefined, mayCurate: () => false }

type Value = RecordBody['value']

/** Each superseding the one before it, or those at the clocks that it names. */
function versions(...values: (Value | { over: number[]; value: Value })[]) {
  return values.map((given, clock) => {
    const isMerge = typeof given === 'object' && given !== null && 'over' in given
    const { over, value } = isMerge
      ? (given as { over: number[]; value: Value })
      : { over: clock > 0 ? [clock - 1] : [], value: given }
    const parents = over.map(parent => ({ client: 1, clock: parent }))
    const payload = encodeRecord({
      ...{ type: value === undefined ? 'tombstone' : 'fact', kind: 'semantic', content: '', scope: {}, tags: [] },
      ...{ author: { agent: 'a' }, time: { ms: clock, count: 0 }, status: 'plain', derivedFrom: [] },
      ...(value !== undefined && { value }),
    })
    return readVersion({ key: factKey('k'), parents, payload, dot: { client: 1, clock } }, context)
  })
}

test('a value that comes back after another is a flip; saying it again, a new value, a retraction are none', () => {
  expect(flipsIn(versions('a', 'b', 'a', 'b', 'a'))).toBe(3)
  expect(flipsIn(versions('a', 'a', 'b', 'c'))).toBe(0)
  expect(flipsIn(versions({ x: 1, y: 2 }, undefined, { y: 2, x: 1 }))).toBe(0)
  expect(flipsIn(versions('a', 'b', undefined, 'a'))).toBe(1)
})

test('claims that did not see each other give up nothing, and nothing is given up by settling on one of them', () => {
  const apart = ['a', 'b', 'a', 'b'].map(value => ({ over: [], value }))
  expect(flipsIn(versions(...apart))).toBe(0)
  // Each says its own again while they disagree; one of both is chosen; the other is claimed again.
  const own = [
    { over: [], value: 'a' },
    { over: [], value: 'b' },
    { over: [0], value: 'a' },
    { over: [1], value: 'b' },
    { over: [2, 3], value: 'a' },
  ]
  expect(flipsIn(versions(...own))).toBe(0)
  expect(flipsIn(versions(...own, { over: [4], value: 'b' }))).toBe(1)
})
