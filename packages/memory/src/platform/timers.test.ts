import { expect, test } from 'vitest'
import { globalTimers } from './timers'

test('who waits for a month is not called at once', async () => {
  let isCalled = false
  const timer = globalTimers.set(30 * 86_400_000, () => {
    isCalled = true
  })
  await new Promise(resolve => setTimeout(resolve, 20))
  globalTimers.clear(timer)
  expect(isCalled).toBe(false)
})
