import { expect, test } from 'vitest'
import { systemClock } from './clock'

test('what is set for a month from now does not come at once', async () => {
  let isCalled = false
  const timer = systemClock.set(30 * 86_400_000, () => {
    isCalled = true
  })
  await new Promise(resolve => setTimeout(resolve, 20))
  systemClock.clear(timer)
  expect(isCalled).toBe(false)
})
