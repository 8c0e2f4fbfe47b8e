import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemoryDisk } from '../memory'
import type { Key, Operation } from '../storage'
import { expandRanges } from './expand-ranges'

const key = fc.integer({ min: 1, max: 12 }).map(n => Uint8Array.of(n))
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ put: key, value: fc.uint8Array({ minLength: 1, maxLength: 1 }) }),
  fc.record({ delete: key }),
  fc.record({ deleteRange: fc.tuple(key, key) }),
)

function* keysOf(disk: MemoryDisk, from: Key, to: Key) {
  for (let n = from[0]!; n < to[0]!; n++) if (disk.get(Uint8Array.of(n))) yield Uint8Array.of(n)
}

test('deletes written out do what the ranges say, on any store', () => {
  fc.assert(
    fc.property(fc.array(operation), fc.array(operation), (before, operations) => {
      const [expected, expanded] = [new MemoryDisk(), new MemoryDisk()]
      for (const disk of [expected, expanded]) disk.apply(before)
      expected.apply(operations)
      expanded.apply(expandRanges(operations, (from, to) => keysOf(expanded, from, to)))
      for (let n = 1; n <= 12; n++) expect(expanded.get(Uint8Array.of(n))).toEqual(expected.get(Uint8Array.of(n)))
      expect(expanded.size).toBe(expected.size)
    }),
  )
})
