import { expect, test } from 'vitest'
import { dateIntervals } from './date-intervals'

const day = (iso: string) => Date.parse(`${iso}T00:00:00Z`) / 86_400_000
/** A Thursday. */
const today = day('2023-05-18')

function read(text: string, now?: number): string[] {
  const iso = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10)
  return dateIntervals(text, now).map(({ from, to, coarse }) => `${iso(from)}..${iso(to)}${coarse ? ' coarse' : ''}`)
}

test.each([
  ['on 2023-05-07', '2023-05-07..2023-05-07'],
  ['on 7 May 2023', '2023-05-07..2023-05-07'],
  ['the 7th of May, 2023', '2023-05-07..2023-05-07'],
  ['May 7, 2023', '2023-05-07..2023-05-07'],
  ['in February 2024', '2024-02-01..2024-02-29'],
  ['in Dec 2023', '2023-12-01..2023-12-31'],
  ['summer 2022', '2022-06-01..2022-08-31'],
  ['winter of 2022', '2022-12-01..2023-02-28'],
  ['since 2022', '2022-01-01..2022-12-31 coarse'],
])('reads "%s" without knowing today', (text, interval) => {
  expect(read(text)).toEqual([interval])
})

test.each([
  ['yesterday', '2023-05-17..2023-05-17'],
  ['three weeks ago', '2023-04-24..2023-04-30'],
  ['last week', '2023-05-08..2023-05-14'],
  ['this weekend', '2023-05-20..2023-05-21'],
  ['last weekend', '2023-05-13..2023-05-14'],
  ['next month', '2023-06-01..2023-06-30'],
  ['last year', '2022-01-01..2022-12-31 coarse'],
  ['on Thursday', '2023-05-11..2023-05-11'],
  ['last Wednesday', '2023-05-17..2023-05-17'],
  ['in November', '2022-11-01..2022-11-30'],
  ['in June', '2023-06-01..2023-06-30'],
  ['on 7 May', '2023-05-07..2023-05-07'],
])('reads "%s" as of today', (text, interval) => {
  expect(read(text, today)).toEqual([interval])
  expect(read(text)).toEqual([])
})

test('reads several, and nothing twice', () => {
  expect(read('between 7 May 2023 and June 2023')).toEqual(['2023-05-07..2023-05-07', '2023-06-01..2023-06-30'])
})

test.each(['may I come in?', 'order 2023', 'a 45 mm lens', 'march on', 'I ordered 12 books'])(
  'reads no date in "%s"',
  text => {
    expect(read(text, today)).toEqual([])
  },
)
