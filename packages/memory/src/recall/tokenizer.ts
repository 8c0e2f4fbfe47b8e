import type { Tokenizer } from '@orama/orama'
import { bareWord, foldMarks } from './fold-word'
import { english, type Language } from './language'
import { wordsOf } from './words'

/**
 * Orama's tokenizer component: words of any script, those of the language stemmed, stop words left out, repetitions kept.
 * One instance an index; remembers the stems of the words it met last.
 *
 * @param options.language English if left out
 * @param options.remembered how many words to remember
 */
export function createTokenizer({ language = english, remembered = 50_000 }: TokenizerOptions = {}): RecallTokenizer {
  const normalizationCache = new Map<string, string>()

  function stem(word: string): string {
    const known = normalizationCache.get(word)
    if (known !== undefined) return known
    if (normalizationCache.size >= remembered) normalizationCache.clear()
    const written = bareWord(word)
    const bare = language.forms?.get(written) ?? written
    const stopped = bare === '' || language.stopWords.has(bare) || language.stopWords.has(word)
    // Suffixes may have marks, so that they are taken off first.
    const result = stopped ? '' : foldMarks(language.isWord.test(bare) ? language.stem(bare) : bare)
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

  function forget(text: string, isKept: (token: string) => boolean): void {
    for (const word of wordsOf(text)) if (!isKept(stem(word))) normalizationCache.delete(word)
  }

  return { language: language.name, normalizationCache, tokenize, stem, forget }
}

export interface TokenizerOptions {
  readonly language?: Language
  readonly remembered?: number
}

export interface RecallTokenizer extends Tokenizer {
  /** The token of one word as `wordsOf` gives it; '' for a stop word. */
  stem(word: string): string
  /** Takes the words of a text out of what is remembered, except those whose token is kept. */
  forget(text: string, isKept: (token: string) => boolean): void
}
