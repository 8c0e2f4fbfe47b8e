import { expect, test } from 'vitest'
import { parseDuration, toDate, toIso, toMs } from './instant'

test('Dates, ISO strings and milliseconds mean the same instant everywhere', () => {
  expect(toMs('2026-11-20')).toBe(Date.UTC(2026, 10, 20))
  expect(toMs('2026-11-20T09:30:00.5+02:00')).toBe(Date.UTC(2026, 10, 20, 7, 30, 0, 500))
  expect(toMs(new Date(5))).toBe(5)
  expect(toMs(5.9)).toBe(5)
  expect(toIso(0)).toBe('1970-01-01T00:00:00.000Z')
  expect(toDate(7).getTime()).toBe(7)
})

test('what is not an instant is refused, above all a time without a zone', () => {
  for (const time of ['2026-11-20T09:30', '20 Nov 2026', '1', '', '2026-13-01', Number.NaN, 8.65e15, new Date('x')]) {
    expect(() => toMs(time), String(time)).toThrow(expect.objectContaining({ code: 'invalid-field' }))
  }
})

test('durations are numbers with a unit, or milliseconds', () => {
  expect(['250ms', '90s', '10m', '1.5h', '30d', '2w'].map(parseDuration)).toEqual([
    250, 90_000, 600_000, 5_400_000, 2_592_000_000, 1_209_600_000,
  ])
  expect(parseDuration(1500)).toBe(1500)
  for (const text of ['', '10', 'm', '-1m', '10 minutes', '1y', Number.NaN, -1, Number.POSITIVE_INFINITY]) {
    expect(() => parseDuration(text), String(text)).toThrow(expect.objectContaining({ code: 'invalid-field' }))
  }
})

test.each(['2026-02-30', '2025-02-29', '2026-04-31T10:00:00Z', '2026-00-10', '2026-01-00'])('%s is no day', text => {
  expect(() => toMs(text)).toThrow('is not a time')
  expect(toMs('2024-02-29T23:30:00-05:00')).toBe(Date.UTC(2024, 2, 1, 4, 30))
})
