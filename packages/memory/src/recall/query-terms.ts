import type { Tokenizer } from '@orama/orama'
import { inverseFrequency } from './bm25'
import { foldWord, longestWord } from './fold-word'
import type { NearTerm } from './near-terms'
import type { PostingList, Postings } from './postings'

/** One term of a query with the places it is looked up in: its own list, or those of the terms meant by it. */
export interface QueryTerm {
  readonly token: string
  /** Inverse document frequency, lowered where the term stands for others. */
  readonly idf: number
  readonly lists: readonly PostingList[]
  /** Words spelled or used like it; absent while a word is being typed, and for names: others like them are other people. */
  readonly near?: readonly NearTerm[]
}

/** More terms than this say little each: the most common ones are left out. */
export const mostTerms = 32
const mostExpansions = 32
/** What a guessed term counts against a written one. */
const guessed = 0.8
const shortestTypo = 5
/** Each looks through a part of the vocabulary, and a pasted page is full of words nobody wrote. */
const mostGuesses = 8

/** Ends a query text whose last word is still being typed. */
export const openEnd = '*'

/**
 * Looks a query text up. Exact tokens only, except that a token nobody ever wrote may be a typo of one, and that the last
 * word before `openEnd` may be the beginning of one.
 *
 * @param tolerance 1 to allow one typo (a letter added, left out, changed, or two swapped) in tokens without postings
 */
export function queryTerms(postings: Postings, tokenizer: Tokenizer, text: string, tolerance: number): QueryTerm[] {
  const open = text.endsWith(openEnd)
  const start = open ? text.lastIndexOf(' ') + 1 : text.length
  const terms: QueryTerm[] = []
  let guesses = tolerance > 0 ? mostGuesses : 0
  for (const token of new Set(tokenizer.tokenize(text.slice(0, start)))) {
    const list = postings.list(token)
    if (list !== undefined) terms.push(term(postings, token, [list], 1))
    else if (token.length < shortestTypo || guesses-- <= 0) terms.push(term(postings, token, [], 1))
    else terms.push(term(postings, token, typosOf(postings, token), guessed))
  }
  if (open) {
    const word = text.slice(start, -openEnd.length)
    const [token = word] = tokenizer.tokenize(word)
    terms.push(term(postings, token, beginningWith(postings, foldWord(word), token), 1))
  }
  if (terms.length <= mostTerms) return terms
  const kept = new Set([...terms].sort((one, other) => other.idf - one.idf).slice(0, mostTerms))
  return terms.filter(each => kept.has(each))
}

function term(postings: Postings, token: string, lists: PostingList[], weight: number): QueryTerm {
  const having = lists.reduce((sum, list) => sum + list.length, 0)
  const factor = lists.length === 0 ? 1 : weight
  return { token, lists, idf: factor * inverseFrequency(postings.count, Math.min(having, postings.count)) }
}

function typosOf(postings: Postings, token: string): PostingList[] {
  const lists: PostingList[] = []
  for (const candidate of postings.termsLike(token, token.length - 1, token.length + 1)) {
    if (withinOneEdit(token, candidate)) lists.push(postings.list(candidate)!)
  }
  return mostCommon(lists)
}

function beginningWith(postings: Postings, beginning: string, token: string): PostingList[] {
  const whole = postings.list(token)
  const lists: PostingList[] = whole === undefined ? [] : [whole]
  for (const candidate of postings.termsLike(beginning, beginning.length, longestWord)) {
    if (candidate !== token && candidate.startsWith(beginning)) lists.push(postings.list(candidate)!)
  }
  if (lists.length > 0) return mostCommon(lists)
  // "shippin" is on its way to a word whose stem is "ship".
  for (let length = beginning.length - 1; length >= 3 && length >= beginning.length - 4; length--) {
    const list = postings.list(beginning.slice(0, length))
    if (list !== undefined) return [list]
  }
  return []
}

function mostCommon(lists: PostingList[]): PostingList[] {
  return lists.length <= mostExpansions
    ? lists
    : lists.sort((one, other) => other.length - one.length).slice(0, mostExpansions)
}

/** Whether one word becomes the other by one insertion, deletion, change or swap; the first letter must be the same. */
export function withinOneEdit(one: string, other: string): boolean {
  const difference = one.length - other.length
  if (difference > 1 || difference < -1 || one[0] !== other[0]) return false
  let at = 1
  while (at < one.length && one[at] === other[at]) at++
  if (difference === 1) return one.slice(at + 1) === other.slice(at)
  if (difference === -1) return one.slice(at) === other.slice(at + 1)
  if (one.slice(at + 1) === other.slice(at + 1)) return true
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2)
}
