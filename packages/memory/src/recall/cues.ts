/** What the wording of a record tells besides its words, as bits. */
export const cue = {
  /** It speaks of its author: "I", "my", "we". */
  firstPerson: 1,
  /** It says when: "last week", "since May", "2023". */
  dated: 2,
} as const

const dated = new RegExp(
  `\\b(${[
    'yesterday today tonight tomorrow ago last next week month year since recently weekend',
    'monday tuesday wednesday thursday friday saturday sunday',
    'january february march april june july august september october november december',
    'yday tmrw tmr wknd tues thurs jan feb aug sept oct nov dec',
  ]
    .join(' ')
    .replaceAll(' ', '|')}|\\d{4})\\b`,
  'i',
)
const firstPerson = /\b(i|i'm|im|i've|ive|i'll|i'd|ima|my|me|we|weve|our|us)\b/i
// What is shared beside the words, in brackets, does not make it less of a question.
const question = /\?\s*(\[[^\]]*\]\s*)?$/

/** A question to the other whose mark was left out: one sentence that begins like one and says "you". */
const unmarked =
  /^(?:\w+ )?(?:what|wat|when|where|who|why|how|which|do|does|did|are|have|has|can|could|would|will|r)\b[^.!\n]*\b(?:you|u|ur|your)\b[^.!\n]*$|\b(?:wbu|hbu|what about (?:you|u)|how about (?:you|u))\W*$/i

/** Whether a text ends by asking something, so that it rarely answers. */
export function asks(text: string): boolean {
  return text.endsWith('?') || (text.includes('?') ? question.test(text) : unmarked.test(text))
}

/** The cues of a text, or'ed. English wording; other languages show none. */
export function cuesOf(text: string): number {
  return (firstPerson.test(text.replaceAll('’', "'")) ? cue.firstPerson : 0) | (dated.test(text) ? cue.dated : 0)
}

const asksWhen = /\bwhen\b|\b(what|which) (date|month|year|day|time)\b|\bhow (long|often)\b/i
const named =
  'book movie game song band city country state place company team instrument show series author artist store restaurant'
const asksName = new RegExp(
  `\\b(who|whom|whose|where|which|what (is|was) the name|what (${named.replaceAll(' ', '|')})s?)\\b`,
  'i',
)

const asksLatest =
  /\b(latest|newest|most recent(ly)?|current(ly)?|right now|nowadays|these days|last time|so far|up[ -]to[ -]date)\b/i

/** Whether of several answers the latest is wanted. */
export function asksForLatest(text: string): boolean {
  return asksLatest.test(text)
}

const plural = '(?!(?:does|was|has|is|this|his)\\b)(?!\\S*(?:ss|us|is)\\b)[a-z]{3,}s'
const asksList = new RegExp(
  [
    // "what pets", "which LGBTQ+ events", "what kinds of art"
    `\\b(?:what|which)(?: \\S+){0,2}? ${plural}(?= |\\?|$)`,
    // What has been done so far was done at several times.
    '\\b(?:what|which|who|where|how)\\b.*\\b(?:has|have)\\b',
    '\\bhow many\\b',
    '\\bwhat (?:are|were)\\b',
    '\\b(?:both|list|every|all the|in what ways)\\b',
  ].join('|'),
  'i',
)

/** Whether an answer would list several things, said in several places. English wording. */
export function asksForList(text: string): boolean {
  return asksList.test(text)
}

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
