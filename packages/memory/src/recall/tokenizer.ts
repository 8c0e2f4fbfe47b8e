import type { Tokenizer } from '@orama/orama'
import { stemmer } from '@orama/stemmers/english'
import { stopWords } from './stop-words'
import { foldWord, wordsOf } from './words'

const english = /^[a-z]+$/

/**
 * Orama's tokenizer component: words of any script, English ones stemmed (Porter), stop words left out, repetitions kept.
 * One instance an index; remembers the stems of the words it met last.
 *
 * @param options.remembered how many words to remember
 */
export function createTokenizer({ remembered = 20_000 } = {}): RecallTokenizer {
  const normalizationCache = new Map<string, string>()

  function stem(word: string): string {
    const known = normalizationCache.get(word)
    if (known !== undefined) return known
    if (normalizationCache.size >= remembered) normalizationCache.clear()
    const bare = foldWord(word)
    const stopped = bare === '' || stopWords.has(bare) || stopWords.has(word)
    const result = stopped ? '' : english.test(bare) ? stemmer(bare) : bare
    normalizationCache.set(word, result)
    return result
  }

  function tokenize(text: string): string[] {
    const tokens: string[] = []
    for (const word of wordsOf(text)) {
      const token = stem(word)
      if (token !== '') tokens.push(token)
    }
    return tokens
  }

  return { language: 'english', normalizationCache, tokenize, stem }
}

export interface RecallTokenizer extends Tokenizer {
  /** The token of one word as `wordsOf` gives it; '' for a stop word. */
  stem(word: string): string
}
