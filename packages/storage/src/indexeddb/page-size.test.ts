import { expect, test } from 'vitest'
import { createPageSize } from './page-size'

const entries = (count: number, bytes: number) =>
  Array.from({ length: count }, () => ({ key: new Uint8Array(1), value: new Uint8Array(bytes) }))

/** The sizes of pages over so many entries, as a range asks for them. */
function pagesOf(count: number, bytes: number): number[] {
  const size = createPageSize()
  const pages: number[] = []
  for (let left = count; left > 0; left -= pages.at(-1)!) {
    pages.push(Math.min(left, size.count))
    size.observe(entries(pages.at(-1)!, bytes))
  }
  return pages
}

test('no turn of the event loop takes in more than 2 MiB of the largest pieces that a document has', () => {
  const piece = 256 * 1024
  expect(Math.max(...pagesOf(200, piece)) * piece).toBeLessThanOrEqual(2 << 20)
})

test('small entries come in few pages', () => {
  expect(pagesOf(10_000, 300).length).toBeLessThan(15)
})

test('pages of very large entries shrink to one', () => {
  expect(pagesOf(20, 4 << 20).at(-1)).toBe(1)
})
