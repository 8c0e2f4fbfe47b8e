import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileFilter, type Filter } from './filter'
import type { Filterable } from './filter-fields'
import { RecallError } from './recall-error'

const matches = (filter: Filter, record: Filterable): boolean => compileFilter(filter).matches(record)

const record: Filterable = {
  id: '1',
  space: 'team',
  kind: 'episodic',
  author: 'Ada',
  user: 'ada',
  tags: ['orders', 'eu'],
  time: 50,
}

test.each<[Filter, boolean]>([
  [{}, true],
  [{ user: 'ada' }, true],
  [{ user: 'mel' }, false],
  [{ user: ['mel', 'ada'] }, true],
  [{ user: [] }, false],
  [{ app: null }, true],
  [{ user: null }, false],
  [{ app: ['shop', null] }, true],
  [{ app: 'shop' }, false],
  [{ tags: 'eu' }, true],
  [{ tags: ['us', 'eu'] }, true],
  [{ tags: null }, false],
  [{ and: [{ tags: 'eu' }, { tags: 'orders' }] }, true],
  [{ and: [{ tags: 'eu' }, { tags: 'us' }] }, false],
  [{ or: [{ user: 'mel' }, { kind: 'episodic' }] }, true],
  [{ or: [] }, false],
  [{ and: [] }, true],
  [{ not: { user: 'ada' } }, false],
  [{ user: 'ada', not: { kind: 'semantic' } }, true],
  [{ time: { from: 50 } }, true],
  [{ time: { to: 50 } }, true],
  [{ time: { from: 51 } }, false],
  [{ time: 50 }, true],
  [{ confidence: { from: 0 } }, false],
])('%j admits the record: %s', (filter, expected) => {
  expect(matches(filter, record)).toBe(expected)
})

describe('refused, naming the field and what to do', () => {
  test.each<[string, unknown, string]>([
    ['an unknown field', { usr: 'ada' }, 'filter.usr is no field of records'],
    ['an undefined value', { user: undefined }, 'filter.user is undefined'],
    ['an undefined value in a list', { user: ['ada', undefined] }, 'filter.user is undefined'],
    ['a number for a name', { and: [{ user: 3 }] }, 'filter.and[0].user is number 3'],
    ['a word for a number', { confidence: 'high' }, 'filter.confidence is string high'],
    ['NaN', { time: { from: Number.NaN } }, 'filter.time.from is number NaN'],
    ['an open end that is undefined', { time: { from: undefined } }, 'filter.time.from is undefined'],
    ['an empty range', { time: {} }, 'filter.time is an empty range'],
    ['a range of names', { user: { from: 'a' } }, 'filter.user holds names'],
    ['a range with other ends', { time: { gte: 3 } }, 'filter.time.gte is unknown'],
    ['and without a list', { and: { user: 'ada' } }, 'filter.and is an object'],
    ['a filter that is none', 'user', 'filter is string user'],
    ['a filter with a prototype', Object.create({ user: 'ada' }), 'filter is an object, not a plain object'],
    ['__proto__ as a field', JSON.parse('{"__proto__": {"user": "ada"}}'), 'filter.__proto__ is no field'],
    ['__proto__ in a literal', { ['__proto__' as string]: null, constructor: 'x' }, 'is no field'],
    ['constructor as a field', { constructor: 'x' }, 'filter.constructor is no field'],
    ['a list without end', { user: new Array(1_001).fill('x') }, 'filter.user has 1001 entries'],
  ])('%s', (_, filter, message) => {
    const compile = () => compileFilter(filter as Filter)
    expect(compile).toThrow(RecallError)
    expect(compile).toThrow(message)
    expect(compile).toThrow(expect.objectContaining({ code: 'filter-invalid', hint: expect.stringMatching(/./) }))
  })

  test('endless nesting', () => {
    let filter: Filter = { user: 'ada' }
    for (let depth = 0; depth < 20; depth++) filter = { not: filter }
    expect(() => compileFilter(filter)).toThrow('nested more than 16 deep')
  })
})

test('instants are read as callers write them', () => {
  const may: Filterable = { ...record, time: Date.UTC(2023, 4, 7) }
  expect(matches({ time: { from: '2023-05-01', to: new Date(Date.UTC(2023, 5, 1)) } }, may)).toBe(true)
  expect(matches({ time: { from: '2023-06-01' } }, may)).toBe(false)
  expect(() => matches({ time: { from: 'soon' } }, may)).toThrow('filter.time.from is string soon, not an instant')
  expect(() => matches({ time: { from: null as never } }, may)).toThrow('filter.time.from is null, not an instant')
})

const name = fc.constantFrom('a', 'b', 'c')
const anyRecord: fc.Arbitrary<Filterable> = fc.record({
  user: fc.option(name, { nil: undefined }),
  kind: name,
  tags: fc.array(name, { maxLength: 2 }),
  time: fc.integer({ min: 0, max: 9 }),
})
const { filter: anyFilter } = fc.letrec<{ filter: Filter; field: Filter }>(tie => ({
  field: fc.oneof(
    fc.record({ user: fc.oneof(name, fc.array(fc.oneof(name, fc.constant(null)), { maxLength: 3 })) }),
    fc.record({ kind: name, tags: fc.array(name, { maxLength: 2 }) }),
    fc.record({ time: fc.record({ from: fc.integer({ min: 0, max: 9 }) }) }),
  ),
  filter: fc.oneof(
    { depthSize: 'small' },
    tie('field'),
    fc.record({ and: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ not: tie('filter') }),
  ),
}))

/** The language read word by word. */
function naive(filter: Filter, one: Filterable): boolean {
  return Object.entries(filter).every(([key, value]) => {
    if (key === 'and') return (value as Filter[]).every(part => naive(part, one))
    if (key === 'or') return (value as Filter[]).some(part => naive(part, one))
    if (key === 'not') return !naive(value as Filter, one)
    if (key === 'time') return one.time! >= (value as { from: number }).from
    const held: unknown[] = key === 'tags' ? [...one.tags!] : [one[key as 'user' | 'kind'] ?? null]
    return [value].flat().some(each => held.includes(each))
  })
}

test('any filter means what it says, and each of its clauses is necessary', () => {
  fc.assert(
    fc.property(anyFilter, anyRecord, (filter, one) => {
      const compiled = compileFilter(filter)
      expect(compiled.matches(one)).toBe(naive(filter, one))
      if (!compiled.matches(one)) return
      for (const clause of compiled.clauses) {
        expect(clause.values.has(one[clause.field] ?? null)).toBe(true)
      }
    }),
    { numRuns: 1_000 },
  )
})
