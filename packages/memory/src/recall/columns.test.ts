import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Columns } from './columns'
import type { FieldClause } from './filter-fields'
import type { Indexed } from './indexed'

const names = fc.constantFrom('ada', 'mel', 'cy')
const fields = fc.record({ user: fc.option(names, { nil: undefined }), app: fc.option(names, { nil: undefined }) })
const clauses = fc.array(
  fc.record({
    field: fc.constantFrom('user', 'app'),
    values: fc.uniqueArray(fc.constantFrom('ada', 'mel', 'nobody', null)).map(values => new Set(values)),
  }),
  { minLength: 1, maxLength: 3 },
) as fc.Arbitrary<FieldClause[]>

const indexed = (more: Partial<Indexed>): Indexed => ({
  ...{ id: 'id', text: '', space: 'team', kind: 'episodic', author: 'a', tags: [], time: 0 },
  ...more,
})

test('admits what the clauses say, after any adds, replacements and removals', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.option(fields))), clauses, (steps, wanted) => {
      const columns = new Columns()
      const present = new Map<number, Indexed>()
      for (const [slot, given] of steps) {
        const before = present.get(slot)
        if (before !== undefined) columns.remove(slot, before)
        present.delete(slot)
        if (given === null) continue
        present.set(slot, indexed(given))
        columns.add(slot, present.get(slot)!)
      }
      const admits = columns.narrow(wanted)!
      for (const [slot, record] of present) {
        const expected = wanted.every(({ field, values }) => values.has(record[field] ?? null))
        expect(admits(slot)).toBe(expected)
      }
    }),
  )
})

test('nothing is narrowed where nothing is asked', () => {
  expect(new Columns().narrow([])).toBeUndefined()
})
