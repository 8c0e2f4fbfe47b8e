import { signsOf, turningWords } from './turning'
import { wordsOf } from './words'

/** What of a text is compared: hashes of its pairs of words in a row, and the words whose change makes another statement. */
export interface Shingles {
  readonly hashes: ReadonlySet<number>
  /** Its numbers, negations and signs, in order. */
  readonly turning: string
}

/** From this likeness on two texts are nearly the same: one word of ten is another, for example. */
export const nearly = 0.55

/** Pairs of words, with the edges of the text as words, so that short texts have enough of them. */
export function shinglesOf(text: string): Shingles {
  const words = wordsOf(text)
  const hashes = new Set<number>()
  let before = hashOf('^')
  for (const word of [...words, '$']) {
    const hash = hashOf(word)
    hashes.add(mix(Math.imul(before, 31) + hash))
    before = hash
  }
  return {
    hashes,
    turning: [...words.filter(isTurning), ...signsOf(text)].join(' '),
  }
}

/** How much two texts have in common of all they have (Jaccard), 0 to 1; 0 where numbers or negations differ. */
export function likeness(one: Shingles, other: Shingles): number {
  if (one.turning !== other.turning) return 0
  let common = 0
  for (const hash of one.hashes) if (other.hashes.has(hash)) common++
  return common / (one.hashes.size + other.hashes.size - common)
}

/**
 * The smallest hashes of a text (bottom-k sketch, Broder 1997): two texts with a share of J in common have none of them in
 * common in (1 - J)^k of all cases.
 */
export function sketchOf({ hashes }: Shingles, size: number): number[] {
  const smallest: number[] = []
  for (const hash of hashes) {
    if (smallest.length === size && hash >= smallest[size - 1]!) continue
    let at = smallest.length === size ? size - 1 : smallest.length
    while (at > 0 && smallest[at - 1]! > hash) smallest[at] = smallest[--at]!
    smallest[at] = hash
  }
  return smallest
}

/** A text as it is compared for being the same: spaces do not count. */
export function plainText(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim()
}

/** 30 bits (FNV-1a, mixed): numbers that engines keep without a heap object. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return mix(hash)
}

const number = /\p{N}/u

function isTurning(word: string): boolean {
  return number.test(word) || turningWords.has(word) || word.endsWith("n't")
}

/** The finalizer of MurmurHash3 (Appleby), so that the smallest hashes are any. */
function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 2
}
