import { expect, test } from 'vitest'
import { lostRecords, propagationOf, unexpectedRecords } from './measure'

const written = [
  { id: 'r1', turn: 'D1:1', at: 100 },
  { id: 'r2', turn: 'D1:2', at: 110 },
]
const turns = [
  { id: 'D1:1', speaker: 'Ada', content: 'one', session: 1, at: 0 },
  { id: 'D1:2', speaker: 'Ada', content: 'two', session: 1, at: 0 },
]

test('propagation is arrival minus call, for what arrived', () => {
  expect(
    propagationOf(written, [
      { id: 'r2', at: 115.5 },
      { id: 'other', at: 1 },
    ]),
  ).toEqual([5.5])
})

test('a record is lost when one replica misses it, or holds other words', () => {
  const whole = { hash: '', records: { r1: 'one', r2: 'two' } }
  expect(lostRecords(written, turns, [whole, whole])).toEqual([])
  expect(lostRecords(written, turns, [whole, { hash: '', records: { r1: 'one' } }])).toEqual(['r2'])
  expect(lostRecords(written, turns, [whole, { hash: '', records: { r1: 'uno', r2: 'two' } }])).toEqual(['r1'])
  expect(lostRecords(written, turns, [])).toEqual([])
})

test('a record that nobody wrote is named once', () => {
  const strange = { hash: '', records: { r1: 'one', r9: 'one' } }
  expect(unexpectedRecords(written, [strange, strange])).toEqual(['r9'])
  expect(unexpectedRecords(written, [{ hash: '', records: { r1: 'one' } }])).toEqual([])
})
