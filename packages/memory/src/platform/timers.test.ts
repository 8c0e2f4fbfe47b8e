import { expect, test } from 'vitest'
import { globalTimers } from './timers'

test('who waits for a month is not called at once', async () => {
  let isCalled = false
  const timer = globalTimers.set(30 * 86_400_000, () => {
    isCalled = true
  })
  // One of 2 ms is called after one of 1 ms, which is what too long a timer is taken for.
  await new Promise<void>(resolve => globalTimers.set(2, resolve))
  globalTimers.clear(timer)
  expect(isCalled).toBe(false)
})
