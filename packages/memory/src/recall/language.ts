import { stemmer } from 'stemmer'
import { forms } from './forms'
import { stopWords } from './stop-words'

/** What a tokenizer knows of the language that most texts are in. */
export interface Language {
  readonly name: string
  /** Lower case, as people type them. */
  readonly stopWords: ReadonlySet<string>
  /** Words that the stemmer is made for. */
  readonly isWord: RegExp
  /** By a form that the stemmer does not know, the word it stands for. */
  readonly forms?: ReadonlyMap<string, string>
  stem(word: string): string
}

/**
 * Always there: the other languages are loaded when they are wanted, see `loadLanguage`. Not with Orama's stemmer, which makes
 * "rejec" of "rejection", but "reject" of "rejected".
 */
export const english: Language = {
  name: 'english',
  stopWords,
  isWord: /^[a-z]+$/,
  forms,
  stem: stemmer,
}
