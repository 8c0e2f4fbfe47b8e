import { expect, test } from 'vitest'
import { compareDots, dotToString, sameDot, stringToDot } from './dot'

test('a dot survives being written, up to the largest client id', () => {
  for (const dot of [
    { client: 0, clock: 0 },
    { client: 2 ** 53 - 1, clock: 2 ** 53 - 1 },
    { client: 4_503_599_627_370_497, clock: 18 },
  ]) {
    expect(stringToDot(dotToString(dot))).toEqual(dot)
  }
  expect(dotToString({ client: 35, clock: 7 })).toBe('z.7')
})

test('text that no dot is written as is not read as one', () => {
  for (const text of [
    '',
    'a',
    'a.',
    '.1',
    'A.1',
    'a.01',
    '0a.1',
    'a.1 ',
    'a.1.2',
    'a.-1',
    'zzzzzzzzzzz.1',
    'a.9999999999999999',
  ]) {
    expect(stringToDot(text), text).toBeUndefined()
  }
})

test('dots are ordered by client, then clock', () => {
  const dots = [
    { client: 2 ** 52, clock: 0 },
    { client: 3, clock: 10 },
    { client: 3, clock: 9 },
  ]
  expect(dots.sort(compareDots).map(dotToString)).toEqual(['3.9', '3.10', dotToString({ client: 2 ** 52, clock: 0 })])
  expect(sameDot({ client: 1, clock: 2 }, { client: 1, clock: 2 })).toBe(true)
  expect(sameDot({ client: 1, clock: 2 }, { client: 2, clock: 1 })).toBe(false)
})
