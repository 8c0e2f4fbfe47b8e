import { expect, test } from 'vitest'
import { RateLimit } from './rate-limit'

test('LM5 one second of work is taken at once, then as much as time brings', () => {
  let now = 0
  const rate = new RateLimit(10, now)
  const limit = (amount: number) => rate.take(amount, now)
  expect(Array.from({ length: 11 }, () => limit(1))).toEqual([...Array(10).fill(0), 100])
  now = 100
  expect([limit(1), limit(1)]).toEqual([0, 100])
  now = 10_000
  expect(Array.from({ length: 11 }, () => limit(1)).filter(wait => wait > 0)).toHaveLength(1)
})

test('LM5 an amount beyond the whole bucket passes when the bucket is full, and is paid for after', () => {
  let now = 0
  const rate = new RateLimit(10, now)
  const limit = (amount: number) => rate.take(amount, now)
  expect(limit(30)).toBe(0)
  expect(limit(1)).toBe(2100)
  now = 2100
  expect(limit(1)).toBe(0)
})
