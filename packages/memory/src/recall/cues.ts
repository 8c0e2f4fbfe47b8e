/** What the wording of a record tells besides its words, as bits. */
export const cue = {
  /** It asks something, so it rarely answers. */
  question: 1,
  /** It speaks of its author: "I", "my", "we". */
  firstPerson: 2,
  /** It says when: "last week", "since May", "2023". */
  dated: 4,
} as const

const dated = new RegExp(
  `\\b(${[
    'yesterday today tonight tomorrow ago last next week month year since recently weekend',
    'monday tuesday wednesday thursday friday saturday sunday',
    'january february march april june july august september october november december',
  ]
    .join(' ')
    .replaceAll(' ', '|')}|\\d{4})\\b`,
  'i',
)
const firstPerson = /\b(i|i'm|i've|i'll|i'd|my|me|we|our|us)\b/i
// What is shared beside the words, in brackets, does not make it less of a question.
const question = /\?\s*(\[[^\]]*\]\s*)?$/

/** The cues of a text, or'ed. English wording; other languages show none but the question mark. */
export function cuesOf(text: string): number {
  return (
    (question.test(text) ? cue.question : 0) |
    (firstPerson.test(text.replaceAll('’', "'")) ? cue.firstPerson : 0) |
    (dated.test(text) ? cue.dated : 0)
  )
}

const asksWhen = /\bwhen\b|\b(what|which) (date|month|year|day|time)\b|\bhow (long|often)\b/i
const named =
  'book movie game song band city country state place company team instrument show series author artist store restaurant'
const asksName = new RegExp(
  `\\b(who|whom|whose|where|which|what (is|was) the name|what (${named.replaceAll(' ', '|')})s?)\\b`,
  'i',
)

/** Whether an answer would say when. */
export function asksForTime(text: string): boolean {
  return asksWhen.test(text)
}

/** Whether an answer would hold a proper name. */
export function asksForName(text: string): boolean {
  return asksName.test(text)
}

const sentenceStart = /(^|[.!?\n]\s+)["'“‘(]*\p{Lu}/gu
const capitalised = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}]+/gu

/**
 * How many proper names a text holds, 2 at most: capitalised words that neither begin a sentence nor are known persons.
 *
 * @param isPerson asked in lower case
 */
export function properNames(text: string, isPerson: (word: string) => boolean): number {
  const inner = text.replace(sentenceStart, start => start.toLowerCase())
  let names = 0
  for (const [word] of inner.matchAll(capitalised)) if (!isPerson(word.toLowerCase()) && ++names === 2) break
  return names
}
