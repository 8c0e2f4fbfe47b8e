import { asksForLatest, asksForList, asksForName, asksForTime } from './cues'
import { type DateInterval, dateIntervals } from './date-intervals'
import { foldWord } from './fold-word'
import type { Names } from './names'
import { openEnd } from './query-terms'
import type { RecallTokenizer } from './tokenizer'
import { wordsOf } from './words'

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
  readonly asksLatest: boolean
  readonly asksList: boolean
  /** Tokens of the words. */
  readonly tokens: ReadonlySet<string>
  /** Tokens that are names of someone who writes. */
  readonly nameTokens: ReadonlySet<string>
  tokenize(text: string): string[]
}

/**
 * Reads a query text. A name in it says whose records are meant, and is looked up all the same, though it counts less than
 * other words: what others wrote about a person names them, and an agent may be called "billing".
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
  const byToken = new Map(words.map(word => [tokenizer.stem(word), word]))
  const persons = new Set<number>()
  const nameTokens = new Set<string>()
  for (const [token, word] of byToken) {
    const person = names.meant(foldWord(word))
    if (person === undefined) continue
    persons.add(person)
    nameTokens.add(token)
  }
  const [person] = persons
  return {
    term: words.join(' ') + (prefix && words.length > 0 ? openEnd : ''),
    words: byToken,
    person: persons.size === 1 ? person : undefined,
    dates: dateIntervals(text, today),
    asksWhen: asksForTime(text),
    asksName: asksForName(text),
    asksLatest: asksForLatest(text),
    asksList: asksForList(text),
    tokens: new Set(byToken.keys()),
    nameTokens,
    tokenize: text => tokenizer.tokenize(text) as string[],
  }
}
