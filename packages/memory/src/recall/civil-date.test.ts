import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayNumber, dayOf, weekdayOf, yearAndMonth } from './civil-date'

test('agrees with the calendar of the language', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), day => {
      const date = new Date(day * 86_400_000)
      expect(dayOf(date.getTime())).toBe(day)
      expect(dayNumber(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(day)
      expect(yearAndMonth(day)).toEqual({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 })
      expect(weekdayOf(day)).toBe(date.getUTCDay())
    }),
  )
})

test('months beyond the year reach into the next', () => {
  expect(dayNumber(2023, 14, 1)).toBe(dayNumber(2024, 2, 1))
  expect(dayNumber(2023, 0, 31)).toBe(dayNumber(2022, 12, 31))
})
