import { expect, test } from 'vitest'
import { percentText } from './percent-text'

test.each([
  [0, '0 %'],
  [0.0002, 'under 1 %'],
  [0.125, '13 %'],
])('%d', (share, text) => {
  expect(percentText(share)).toBe(text)
})
