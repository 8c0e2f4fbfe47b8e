import { inTurns, type Json, type Pause, sortedInTurns } from '../model'
import { canonicalJson } from '../model/canonical-json'
import { createTokenizer } from '../recall/tokenizer'

/** What is compared of a fact. */
export interface Claim {
  readonly key: string
  readonly value: unknown
}

/** Two claims, by their positions, that may be about the same thing. */
export interface AlikePair {
  readonly one: number
  readonly other: number
  /** 0 to 1 */
  readonly score: number
  readonly sameValue: boolean
}

/** A word of a key that so many claims have tells none of them apart. */
const commonest = 200
const keyShare = 0.6

/**
 * The pairs of claims whose keys name alike things: the same ids (words with digits), and words that agree but for form,
 * case, order and separators. An equal value adds to it, less where it could be anything's, such as `true`.
 *
 * @param threshold lowest score of a pair that is given
 * @returns most alike first, then in the order of the claims
 */
export async function alikeIn(claims: readonly Claim[], threshold: number, pause: Pause): Promise<AlikePair[]> {
  const { tokenize } = createTokenizer()
  const words: string[][] = []
  const values: string[] = []
  await inTurns(claims, pause, ({ key, value }) => {
    words.push([...new Set(tokenize(spaced(key)))])
    values.push(canonicalJson((value ?? null) as Json))
  })
  const pairs = new Map<string, AlikePair>()
  await inTurns(await blocksOf(words, pause), pause, block => {
    for (const [at, one] of block.entries()) {
      for (const other of block.slice(at + 1)) {
        const name = `${one} ${other}`
        if (pairs.has(name)) continue
        const sameValue = values[one] === values[other]
        const valueScore = sameValue ? (tells(claims[one]!.value) ? 1 : 0.25) : 0
        const score = keyShare * likeness(words[one]!, words[other]!) + (1 - keyShare) * valueScore
        if (score >= threshold) pairs.set(name, { one, other, score, sameValue })
      }
    }
  })
  return sortedInTurns([...pairs.values()], pause, (a, b) => b.score - a.score || a.one - b.one || a.other - b.other)
}

/** `order-42/shipStatus` as words. */
function spaced(key: string): string {
  return key.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
}

/** Claims that share their ids and a word that is not everybody's. */
async function blocksOf(words: readonly (readonly string[])[], pause: Pause): Promise<number[][]> {
  const blocks = new Map<string, number[]>()
  await inTurns(words.entries(), pause, ([claim, own]) => {
    const ids = own.filter(hasDigit).sort().join(' ')
    for (const word of own.filter(each => !hasDigit(each))) {
      const name = `${ids}/${word}`
      const block = blocks.get(name)
      if (block) block.push(claim)
      else blocks.set(name, [claim])
    }
  })
  return [...blocks.values()].filter(block => block.length > 1 && block.length <= commonest)
}

function hasDigit(word: string): boolean {
  return /\p{N}/u.test(word)
}

/** The share of words that two keys have in common (Dice, 1945); words with one beginning count half. */
function likeness(one: readonly string[], other: readonly string[]): number {
  const left = new Set(other)
  let common = 0
  for (const word of one) if (left.delete(word)) common++
  for (const word of one) {
    const akin = other.includes(word) ? undefined : [...left].find(each => sharedStart(word, each) >= 4)
    if (akin === undefined) continue
    left.delete(akin)
    common += 0.5
  }
  return (2 * common) / (one.length + other.length)
}

function sharedStart(one: string, other: string): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  return at
}

/** Whether a value says so much that two facts hardly have it by chance. */
function tells(value: unknown): boolean {
  return value !== null && typeof value !== 'boolean' && value !== 0 && value !== 1 && value !== ''
}
