import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Indexed } from './indexed'
import { Sequences, saidFirst } from './sequences'

const record = fc.record({
  run: fc.constantFrom('a', 'b', undefined),
  space: fc.constantFrom('team', 'notes'),
  time: fc.integer({ min: 0, max: 5 }),
  sequence: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
  placeTime: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  validFrom: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
})

test('runs are what sorting the present records of a space and run gives, in any order of arrival and leaving', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.option(record)), { maxLength: 60 })
  fc.assert(
    fc.property(steps, all => {
      const records: (Indexed | undefined)[] = []
      const sequences = new Sequences(records)
      for (const [slot, given] of all) {
        if (records[slot] !== undefined) sequences.remove(slot)
        records[slot] = given === null ? undefined : ({ ...given, id: `id${slot}` } as Indexed)
        if (given !== null) sequences.add(slot)
      }
      for (const [slot, one] of records.entries()) {
        if (one === undefined) continue
        const run = [...records.keys()]
          .filter(each => records[each]?.run === one.run && records[each]?.space === one.space)
          .sort((each, other) => saidFirst(records[each]!, records[other]!))
        const alone = one.run === undefined || run.length === 1
        expect(sequences.runOf(slot)).toEqual(alone ? undefined : run)
        if (!alone) expect(sequences.placeOf(slot)).toBe(run.indexOf(slot))
      }
    }),
  )
})
