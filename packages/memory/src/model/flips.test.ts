import { expect, test } from 'vitest'
import { encodeRecord } from './codec'
import { flipsIn } from './flips'
import { factKey } from './keys'
import type { RecordBody } from './record-body'
import { readVersion } from './version'

const context = { now: 0, authorOf: () => undefined, mayCurate: () => false }

function versions(...values: RecordBody['value'][]) {
  return values.map((value, clock) => {
    const payload = encodeRecord({
      ...{ type: value === undefined ? 'tombstone' : 'fact', kind: 'semantic', content: '', scope: {}, tags: [] },
      ...{ author: { agent: 'a' }, time: { ms: clock, count: 0 }, status: 'plain', derivedFrom: [] },
      ...(value !== undefined && { value }),
    })
    return readVersion({ key: factKey('k'), parents: [], payload, dot: { client: 1, clock } }, context)
  })
}

test('a value that comes back after another is a flip; saying it again, a new value, a retraction are none', () => {
  expect(flipsIn(versions('a', 'b', 'a', 'b', 'a'))).toBe(3)
  expect(flipsIn(versions('a', 'a', 'b', 'c'))).toBe(0)
  expect(flipsIn(versions({ x: 1, y: 2 }, undefined, { y: 2, x: 1 }))).toBe(0)
  expect(flipsIn(versions('a', 'b', undefined, 'a'))).toBe(1)
})
