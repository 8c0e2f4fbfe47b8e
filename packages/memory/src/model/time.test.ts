import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareTimestamps, createHybridClock, isTimestamp, type Timestamp } from './time'

const day = 86_400_000

test('every tick is later than all ticks and adopted times before it, whatever the wall clock does', () => {
  const wall = fc.integer({ min: 0, max: 5_000 })
  const step = fc.record({ wall, seen: fc.option(fc.record({ ms: wall, count: fc.nat(3) })) })
  fc.assert(
    fc.property(fc.array(step), steps => {
      let now = 0
      const clock = createHybridClock({ now: () => now })
      let latest: Timestamp = { ms: -1, count: 0 }
      for (const { wall, seen } of steps) {
        now = wall
        if (seen !== null) {
          clock.observe(seen)
          if (compareTimestamps(seen, latest) > 0) latest = seen
        }
        const tick = clock.tick()
        expect(compareTimestamps(tick, latest)).toBeGreaterThan(0)
        latest = tick
      }
    }),
  )
})

test('a tick shows the wall time while that is ahead', () => {
  let now = 1000.7
  const clock = createHybridClock({ now: () => now })
  expect([clock.tick(), clock.tick()]).toEqual([
    { ms: 1000, count: 0 },
    { ms: 1000, count: 1 },
  ])
  now = 2000
  expect(clock.tick()).toEqual({ ms: 2000, count: 0 })
})

test('a time more than a day ahead is not adopted, but its lead is shown', () => {
  const clock = createHybridClock({ now: () => 1000 })
  clock.observe({ ms: 1000 + day, count: 5 })
  expect(clock.tick()).toEqual({ ms: 1000 + day, count: 6 })
  clock.observe({ ms: 1001 + 2 * day, count: 0 })
  expect(clock.tick()).toEqual({ ms: 1000 + day, count: 7 })
  expect(clock.skewMs).toBe(2 * day + 1)
})

test('what is no time is not observed', () => {
  const clock = createHybridClock({ now: () => 1000 })
  for (const ms of [Number.NaN, 1.5, Number.POSITIVE_INFINITY, 1e300]) clock.observe({ ms, count: 0 })
  clock.observe({ ms: 2000, count: -1 })
  expect([clock.tick(), clock.skewMs]).toEqual([{ ms: 1000, count: 0 }, 0])
})

test('a count that no clock comes to is not followed: what is written next could not be read', () => {
  const clock = createHybridClock({ now: () => 1000 })
  clock.observe({ ms: 2000, count: Number.MAX_SAFE_INTEGER })
  const tick = clock.tick()
  expect(isTimestamp(tick)).toBe(true)
  clock.observe({ ms: 2000, count: 2 ** 52 - 1 })
  expect(clock.tick()).toEqual({ ms: 2000, count: 2 ** 52 })
})

test('a claim that does not count shows in the skew, and nothing follows it', () => {
  const clock = createHybridClock({ now: () => 1000 })
  clock.observe({ ms: 1010, count: 0 }, { ms: 9000, count: 0 })
  expect(clock.skewMs).toBe(8000)
  expect(clock.tick()).toEqual({ ms: 1010, count: 1 })
})
