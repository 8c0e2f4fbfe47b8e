import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { watchLoopDelay } from './loop-delay'

const heldUpMs = 200

/** Holds up the loop between turns of it. */
async function holdUp(): Promise<void> {
  await pause(50)
  const until = performance.now() + heldUpMs
  while (performance.now() < until);
  await pause(50)
}

test('how long the loop is held up is watched from when it is first asked, and told once', async () => {
  const delay = watchLoopDelay()
  await holdUp()
  expect(delay.take(), 'nobody had asked').toBe(0)
  await holdUp()
  expect(delay.take()).toBeGreaterThan(heldUpMs / 2000)
  expect(delay.take()).toBe(0)
  delay.stop()
})
