import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BasePiece } from './base'
import { piecesToMerge } from './base-merge'

const maxBytes = 256 * 1024

/** Merges until nothing more is to be merged, and counts what was written. */
function tidy(pieces: BasePiece[]): number {
  let written = 0
  for (let run = piecesToMerge(pieces, maxBytes); run.length > 0; run = piecesToMerge(pieces, maxBytes)) {
    const bytes = run.reduce((sum, piece) => sum + piece.bytes, 0)
    pieces.splice(pieces.indexOf(run[0]!), run.length, { number: run[0]!.number, bytes })
    written += bytes
  }
  return written
}

test('runs are neighbours, at least two, and fit into one piece', () => {
  const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: maxBytes })), {
    maxLength: 200,
  })
  fc.assert(
    fc.property(sizes, bytes => {
      const pieces = bytes.map((size, i) => ({ number: i + 1, bytes: size }))
      const run = piecesToMerge(pieces, maxBytes)
      if (run.length === 0) return
      expect(run.length).toBeGreaterThan(1)
      const from = pieces.indexOf(run[0]!)
      expect(pieces.slice(from, from + run.length)).toEqual(run)
      expect(run.reduce((sum, piece) => sum + piece.bytes, 0)).toBeLessThanOrEqual(maxBytes)
    }),
  )
})

test('many small writes leave few pieces, and each byte is rewritten a few times', () => {
  const pieces: BasePiece[] = []
  let written = 0
  const count = 20_000
  const bytes = 300
  for (let number = 1; number <= count; number++) {
    pieces.push({ number, bytes })
    written += tidy(pieces)
  }
  expect(pieces.length).toBeLessThan(120)
  expect(written / (count * bytes)).toBeLessThan(10)
})
