import type { RecallTokenizer } from '../recall'
import { foldWord, wordsOf } from '../recall'

/** What turns a statement round, or makes it less of one; stop words to a search, not to a comparison. */
const turning = new Set(
  'no not never none nothing nobody without neither nor cannot false wrong untrue unless if maybe perhaps hardly except'.split(
    ' ',
  ),
)
/** So much of the longer text the shorter one must be. */
const leastShare = 0.75

/** The words of a text by which it is compared: stems in order, negations kept, other stop words left out. */
export function wordsToCompare(text: string, tokenizer: RecallTokenizer): string[] {
  return wordsOf(text).flatMap(word => {
    const bare = foldWord(word)
    if (turning.has(bare) || /n'?t$/.test(bare)) return turning.has(bare) ? bare : 'not'
    return tokenizer.stem(word) || []
  })
}

/**
 * Whether the shorter text says nothing that the longer does not: all its words stand in the longer one in its order, and
 * what the longer has besides is little and turns nothing round. Another number, name or verb makes another statement,
 * however alike the rest; so may a typo, which is told rather than guessed at.
 */
export function saysNoMore(shorter: readonly string[], longer: readonly string[]): boolean {
  if (shorter.length < leastShare * longer.length) return false
  let at = 0
  for (const word of longer) {
    if (shorter[at] === word) at++
    else if (turning.has(word)) return false
  }
  return at === shorter.length
}

/** Whether two texts have the same words in the same order. */
export function saysTheSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && saysNoMore(one, other)
}
