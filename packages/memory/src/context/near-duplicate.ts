import type { RecallTokenizer } from '../recall'
import { wordsOf } from '../recall'
import { foldWord } from '../recall/fold-word'
import { signsOf, turningWords } from '../recall/turning'

/** What turns a statement round in other languages that much is written in, or makes less of one. */
const alsoTurning = new Set(
  'nicht kein keine keinen nie ohne pas jamais sans nunca sin non não niet geen inte ikke не без 不 没 ない لا ليس if maybe perhaps hardly except only almost'.split(
    ' ',
  ),
)
const contracted = /n't$|^(?:do|ca|wo|is|are|was|did|does|has|could|would|should)nt$/
/** Words that change nothing. Other stop words do: a heating is on or off, a price goes up or down. */
const empty = new Set('a an the has have'.split(' '))
/** So much of the longer text the shorter one must be. */
const leastShare = 0.75

/** The words of a text by which it is compared: stems in order, articles left out; then its signs. */
export function wordsToCompare(text: string, tokenizer: RecallTokenizer): string[] {
  const words = wordsOf(text).flatMap(word => {
    const bare = foldWord(word)
    return empty.has(bare) ? [] : isTurning(word) ? word : tokenizer.stem(word) || bare || []
  })
  return [...words, ...signsOf(text)]
}

function isTurning(word: string): boolean {
  return turningWords.has(word) || alsoTurning.has(word) || (word.endsWith('t') && contracted.test(word))
}

/**
 * Whether the shorter text says nothing that the longer does not: all its words stand in the longer one in its order, and
 * what the longer has besides is little and turns nothing round. Another number, name, verb or small word makes another statement,
 * however alike the rest; so may a typo, which is told rather than guessed at.
 */
export function saysNoMore(shorter: readonly string[], longer: readonly string[]): boolean {
  if (shorter.length < leastShare * longer.length) return false
  let at = 0
  let others = longer.length - shorter.length
  for (const word of longer) {
    if (shorter[at] === word) at++
    else if (others-- === 0 || isTurning(word) || /^[^\p{L}\p{N}]/u.test(word)) return false
  }
  return at === shorter.length
}

/** Whether two texts have the same words in the same order. */
export function saysTheSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && saysNoMore(one, other)
}
