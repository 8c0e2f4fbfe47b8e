import { expect, test } from 'vitest'
import { bytesText } from './bytes-text'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [9_960, '10 kB'],
  [999_600, '1.0 MB'],
  [4_210_000, '4.2 MB'],
  [61_000_000_000, '61 GB'],
])('%d bytes', (bytes, words) => {
  expect(bytesText(bytes)).toBe(words)
})
