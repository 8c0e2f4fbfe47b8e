import { fromBase64, toBase64 } from 'lib0/buffer'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/**
 * What an agent writes about, in about a kilobyte: a spectral Bloom filter (Cohen & Matias, 2003) of word stems with
 * two hashes, 4,096 counters of four bits. Whoever has it can test a word of their own against it, and now and then is
 * told yes wrongly; there is no way to read words, numbers or sentences off it.
 */
export type Sketch = Uint8Array

/** Counters of a sketch. */
const buckets = 4096
/** Most stems that a sketch takes in, the most frequent ones: about 1.5 % of foreign words then seem known. */
export const mostTerms = 256
const highest = 15

/** Counter of a stem that so many records hold: 1 for two records, 15 from 256 on. */
function levelOf(records: number): number {
  return Math.min(highest, Math.max(1, Math.floor(2 * Math.log2(records)) - 1))
}

/**
 * Sketches stems.
 *
 * @param counts stem → how many records hold it
 * @param salt the team's name: sketches of two teams cannot be compared counter by counter
 * @param least stems in fewer records stay out, so that what was said once leaves no trace
 */
export function toSketch(counts: ReadonlyMap<string, number>, salt: string, least: number): Sketch {
  const sketch = new Uint8Array(buckets)
  const frequent = [...counts].filter(([, records]) => records >= least)
  frequent.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  for (const [stem, records] of frequent.slice(0, mostTerms)) {
    const level = levelOf(records)
    for (const at of placesOf(stem, salt)) sketch[at] = Math.max(sketch[at]!, level)
  }
  return sketch
}

/** How much a sketch says of a stem, by its places, 0 to 1. */
export function weightIn(sketch: Sketch, places: readonly number[]): number {
  return Math.min(...places.map(at => sketch[at]!)) / highest
}

/** A sketch as text: gap and level of each counter above 0, in one variable-length number. */
export function sketchToText(sketch: Sketch): string {
  const bytes = encoding.encode(encoder => {
    let last = -1
    for (const [at, level] of sketch.entries()) {
      if (level === 0) continue
      encoding.writeVarUint(encoder, (at - last - 1) * (highest + 1) + level)
      last = at
    }
  })
  return toBase64(bytes)
}

/** @returns undefined for a text that is no sketch */
export function textToSketch(text: string): Sketch | undefined {
  try {
    const sketch = new Uint8Array(buckets)
    const decoder = decoding.createDecoder(fromBase64(text))
    let last = -1
    while (decoding.hasContent(decoder)) {
      const part = decoding.readVarUint(decoder)
      last += 1 + Math.floor(part / (highest + 1))
      if (last >= buckets) return undefined
      sketch[last] = part % (highest + 1)
    }
    return sketch
  } catch {
    return undefined
  }
}

/** The counters of a stem in any sketch of a team. */
export function placesOf(stem: string, salt: string): number[] {
  const bytes = new TextEncoder().encode(`${salt}\u0000${stem}`)
  return [0x811c9dc5, 0x9747b28c].map(seed => hashOf(bytes, seed) % buckets)
}

/** FNV-1a with a seed, finished as in MurmurHash3 so that short words spread over all counters. */
function hashOf(bytes: Uint8Array, seed: number): number {
  let hash = seed
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
