import { expect, test } from 'vitest'
import { loadedSize } from '../packages/loaded-size'
import { sharedChromium } from './shared-chromium'

// docs/browser.md says what it is made of, and why it is not less.
test('a page loads at most 89.7 kB to open, add and read, 19.7 kB more to search, 32.95 kB more with a relay, 88.8 kB more when it is idle, and its worker 27.5 kB', async () => {
  const { core, search, relay, idle, worker } = await loadedSize(await sharedChromium())
  expect(core).toBeLessThan(89.7)
  expect(search).toBeLessThan(19.7)
  expect(relay).toBeLessThan(32.95)
  expect(idle).toBeLessThan(88.8)
  // The search index, and nothing else of the library.
  expect(worker).toBeLessThan(27.5)
  // All of it was counted: a part that nobody asked for would be missing here.
  expect(idle).toBeGreaterThan(40)
})
