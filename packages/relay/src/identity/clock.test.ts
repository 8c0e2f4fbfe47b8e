import { expect, test } from 'vitest'
import { systemClock } from './clock'

test('what is set for a month from now does not come at once', async () => {
  let isCalled = false
  const timer = systemClock.set(30 * 86_400_000, () => {
    isCalled = true
  })
  // One of 2 ms is called after one of 1 ms, which is what too long a timer is taken for.
  await new Promise<void>(resolve => systemClock.set(2, resolve))
  systemClock.clear(timer)
  expect(isCalled).toBe(false)
})
