import fc from 'fast-check'
import { expect, test } from 'vitest'
import { platform as browser } from './browser'
import { platform as node } from './node'

const bytes = (maxLength: number) => fc.uint8Array({ min: 0, max: 3, minLength: 1, maxLength })

test('browsers and Node agree on checksums', () => {
  expect(browser.crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), given => browser.crc32(given) === node.crc32(given)))
})

test('browsers and Node agree on what stands in bytes', () => {
  fc.assert(
    fc.property(bytes(40), bytes(4), (given, sought) => browser.holds(given, sought) === node.holds(given, sought)),
  )
})
