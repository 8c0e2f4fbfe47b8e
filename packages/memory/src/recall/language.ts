import { stemmer } from '@orama/stemmers/english'
import { spellings } from './spellings'
import { stopWords } from './stop-words'

/** What a tokenizer knows of the language that most texts are in. */
export interface Language {
  readonly name: string
  /** Lower case, as people type them. */
  readonly stopWords: ReadonlySet<string>
  /** Words that the stemmer is made for. */
  readonly isWord: RegExp
  /** Full words by their short forms. */
  readonly spellings?: ReadonlyMap<string, string>
  stem(word: string): string
}

/** Always there: the other languages are loaded when they are wanted, see `loadLanguage`. */
export const english: Language = { name: 'english', stopWords, isWord: /^[a-z]+$/, spellings, stem: stemmer }
