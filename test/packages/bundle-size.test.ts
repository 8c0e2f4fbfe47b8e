import { expect, test } from 'vitest'
import { bundleSize } from './bundle-size'

test('the hooks are at most 3 kB', async () => {
  expect(await bundleSize('react/src/index.ts', [/^react/, '@commonplace/memory'])).toBeLessThan(3)
})
