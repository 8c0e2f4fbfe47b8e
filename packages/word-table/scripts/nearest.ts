import type { WordVectors } from './read-vectors'

/** A word's nearest words: rows of `most` numbers of words and of likenesses in 255ths, nearest first, `empty` where none. */
export interface Nearest {
  readonly numbers: Uint16Array
  readonly likenesses: Uint8Array
}

export const empty = 0xffff

/**
 * Vectors without what all words have in common, of length one: the mean and the first principal components removed
 * (Mu and Viswanath 2018, "All-but-the-Top").
 */
export function withoutCommon({ rows, dimensions, words }: WordVectors, components: number): Float32Array {
  const own = Float32Array.from(rows)
  const mean = new Float64Array(dimensions)
  for (let at = 0; at < own.length; at++) mean[at % dimensions]! += own[at]! / words.length
  for (let at = 0; at < own.length; at++) own[at]! -= mean[at % dimensions]!
  for (let component = 0; component < components; component++) removeLargest(own, dimensions, component)
  for (let row = 0; row < own.length; row += dimensions) {
    const vector = own.subarray(row, row + dimensions)
    const length = Math.hypot(...vector) || 1
    for (let at = 0; at < dimensions; at++) vector[at]! /= length
  }
  return own
}

/** Takes out the direction in which the rows differ most, found by power iteration. */
function removeLargest(rows: Float32Array, dimensions: number, seed: number): void {
  let direction = Float64Array.from({ length: dimensions }, (_, at) => Math.sin(at * 12.9898 + seed + 1))
  for (let round = 0; round < 15; round++) {
    const next = new Float64Array(dimensions)
    for (let row = 0; row < rows.length; row += dimensions) {
      const along = dot(rows, row, direction, 0, dimensions)
      for (let at = 0; at < dimensions; at++) next[at]! += along * rows[row + at]!
    }
    const length = Math.hypot(...next)
    direction = next.map(value => value / length)
  }
  for (let row = 0; row < rows.length; row += dimensions) {
    const along = dot(rows, row, direction, 0, dimensions)
    for (let at = 0; at < dimensions; at++) rows[row + at]! -= along * direction[at]!
  }
}

/** The nearest words of each word by cosine, compared pair by pair. */
export function nearest(rows: Float32Array, dimensions: number, most: number, least: number): Nearest {
  const count = rows.length / dimensions
  const found: { other: number; likeness: number }[][] = Array.from({ length: count }, () => [])
  for (let one = 0; one < count; one++) {
    for (let other = one + 1; other < count; other++) {
      const likeness = dot(rows, one * dimensions, rows, other * dimensions, dimensions)
      if (likeness < least) continue
      found[one]!.push({ other, likeness })
      found[other]!.push({ other: one, likeness })
    }
  }
  const numbers = new Uint16Array(count * most).fill(empty)
  const likenesses = new Uint8Array(count * most)
  for (const [row, list] of found.entries()) {
    list.sort((a, b) => b.likeness - a.likeness || a.other - b.other)
    for (const [at, { other, likeness }] of list.slice(0, most).entries()) {
      numbers[row * most + at] = other
      likenesses[row * most + at] = Math.round(likeness * 255)
    }
  }
  return { numbers, likenesses }
}

function dot(a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number, length: number): number {
  let sum = 0
  for (let at = 0; at < length; at++) sum += a[i + at]! * b[j + at]!
  return sum
}
