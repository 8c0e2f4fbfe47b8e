import { asksForName, asksForTime } from './cues'
import { type DateInterval, dateIntervals } from './date-intervals'
import type { Names } from './names'
import { openEnd } from './query-terms'
import type { RecallTokenizer } from './tokenizer'
import { foldWord, wordsOf } from './words'

/** What a query text asks for. */
export interface Question {
  /** What is looked up. */
  readonly term: string
  /** The words as written, by their tokens. */
  readonly words: ReadonlyMap<string, string>
  /** The one person the question names, by number. */
  readonly person: number | undefined
  readonly dates: readonly DateInterval[]
  readonly asksWhen: boolean
  readonly asksName: boolean
}

/**
 * Reads a query text. A name in it says whose records are meant, and is looked up like any other word all the same: what
 * others wrote about a person names them, and an agent may be called "billing".
 *
 * @param today day number the words "last week" are relative to; without it they are not read
 */
export function readQuestion(
  text: string,
  names: Names,
  tokenizer: RecallTokenizer,
  { prefix = false, today }: { prefix?: boolean; today?: number } = {},
): Question {
  const words = wordsOf(text)
  const persons = new Set(words.map(word => names.meant(foldWord(word))).filter(person => person !== undefined))
  const [person] = persons
  return {
    term: words.join(' ') + (prefix && words.length > 0 ? openEnd : ''),
    words: new Map(words.map(word => [tokenizer.stem(word), word])),
    person: persons.size === 1 ? person : undefined,
    dates: dateIntervals(text, today),
    asksWhen: asksForTime(text),
    asksName: asksForName(text),
  }
}
