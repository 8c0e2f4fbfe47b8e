import { expect, test } from 'vitest'
import { parseSessionTime } from './session-time'

test('reads afternoon, morning, noon and midnight', () => {
  expect(parseSessionTime('1:56 pm on 8 May, 2023')).toBe(Date.UTC(2023, 4, 8, 13, 56))
  expect(parseSessionTime('9:05 am on 28 February 2022')).toBe(Date.UTC(2022, 1, 28, 9, 5))
  expect(parseSessionTime('12:00 pm on 1 December, 2024')).toBe(Date.UTC(2024, 11, 1, 12))
  expect(parseSessionTime('12:24 am on 7 April, 2023')).toBe(Date.UTC(2023, 3, 7, 0, 24))
})

test('refuses what is no time, or no day of that month', () => {
  for (const text of ['', 'yesterday', '13:00 pm on 1 May, 2023', '1:60 pm on 1 May, 2023', '1:00 pm on 31 June, 2023'])
    expect(parseSessionTime(text), text).toBeUndefined()
  expect(parseSessionTime('1:00 pm on 3 Mai, 2023')).toBeUndefined()
})
