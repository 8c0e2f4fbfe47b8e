import { expect, test } from 'vitest'
import { isCovered } from './is-covered'

const span = (first: number, last: number) => ({ first, last })

test.each([
  ['one that is longer', [span(1, 4), span(5, 9)], true],
  ['two that meet within it', [span(1, 6), span(7, 8)], true],
  ['many', [span(1, 5), span(6, 6), span(7, 7), span(8, 20)], true],
  ['one that ends within it', [span(1, 7)], false],
  ['one that begins within it', [span(7, 9)], false],
  ['two with a gap', [span(6, 6), span(8, 8)], false],
  ['none', [], false],
])('records 6 to 8, and %s', (_, spans, expected) => {
  expect(isCovered(span(6, 8), spans)).toBe(expected)
})
