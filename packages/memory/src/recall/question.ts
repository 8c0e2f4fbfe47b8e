import { asksForName, asksForTime } from './cues'
import { type DateInterval, dateIntervals } from './date-intervals'
import type { Names } from './names'
import { openEnd } from './query-terms'
import type { RecallTokenizer } from './tokenizer'
import { foldWord, wordsOf } from './words'

/** What a query text asks for. */
export interface Question {
  /** What is looked up: the text without the names that are looked for as persons. */
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
 * Reads a query text.
 *
 * A name that is written like one (capitalised, not only as the first word) says whose records are meant and is not looked
 * up, because records name their readers more often than their author. Otherwise it does both: an agent may be called
 * "billing".
 *
 * @param today day number the words "last week" are relative to; without it they are not read
 */
export function readQuestion(
  text: string,
  names: Names,
  tokenizer: RecallTokenizer,
  { prefix = false, today }: { prefix?: boolean; today?: number } = {},
): Question {
  const all = wordsOf(text)
  const persons = new Set<number>()
  const written = properlyWritten(text)
  const kept = all.filter(word => {
    const bare = foldWord(word)
    const person = names.meant(bare)
    if (person !== undefined) persons.add(person)
    return person === undefined || !written.has(bare)
  })
  const looked = kept.some(word => tokenizer.stem(word) !== '') ? kept : all
  const [person] = persons
  return {
    term: looked.join(' ') + (prefix && looked.length > 0 ? openEnd : ''),
    words: new Map(looked.map(word => [tokenizer.stem(word), word])),
    person: persons.size === 1 ? person : undefined,
    dates: dateIntervals(text, today),
    asksWhen: asksForTime(text),
    asksName: asksForName(text),
  }
}

const properName = /(?<=\s["'“‘(]*)\p{Lu}[\p{L}\p{N}\p{M}'’]*/gu

/** The capitalised words of a text, the first aside, folded. */
function properlyWritten(text: string): ReadonlySet<string> {
  return new Set((text.trim().match(properName) ?? []).flatMap(wordsOf).map(foldWord))
}
