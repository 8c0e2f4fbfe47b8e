import { expect, test } from 'vitest'
import { bundleSize } from './bundle-size'

test('the hooks are at most 3 kB', async () => {
  const { initial } = await bundleSize('react/src/index.ts', [/^react/, '@commonplace/memory'])
  expect(initial).toBeLessThan(3)
})

// docs/browser.md says what it is made of, and why it is not less.
test('the library loads at most 155 kB with the page, 9 kB more with a relay, 80 kB more when it is idle', async () => {
  const { initial, relay, parts } = await bundleSize('memory/src/index.ts')
  expect(initial).toBeLessThan(155)
  expect(relay).toBeLessThan(9)
  expect(parts).toBeLessThan(80)
})
