import { expect, test } from 'vitest'
import { loadedSize } from '../packages/loaded-size'
import { launchChromium } from './find-chromium'

// docs/browser.md says what it is made of, and why it is not less.
test('a page loads at most 112 kB to open, add, read and search, 23 kB more with a relay, 80 kB more when it is idle', async () => {
  const browser = await launchChromium()
  try {
    const { core, relay, idle } = await loadedSize(browser)
    expect(core).toBeLessThan(112)
    expect(relay).toBeLessThan(23)
    expect(idle).toBeLessThan(80)
    // All of it was counted: a part that nobody asked for would be missing here.
    expect(idle).toBeGreaterThan(40)
  } finally {
    await browser.close()
  }
})
