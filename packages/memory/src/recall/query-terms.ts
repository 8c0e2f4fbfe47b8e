import { inverseFrequency } from './bm25'
import type { PostingList, Postings } from './postings'

/** One term of a query with the places it is looked up in: its own list, or those of the terms meant by it. */
export interface QueryTerm {
  readonly token: string
  /** Inverse document frequency, lowered where the term stands for others. */
  readonly idf: number
  readonly lists: readonly PostingList[]
}

/** More terms than this say little each: the most common ones are left out. */
export const mostTerms = 32
const mostExpansions = 32
/** What a guessed term counts against a written one. */
const guessed = 0.8
const shortestTypo = 5

/**
 * Looks a query's tokens up. Exact tokens only, except that a token nobody ever wrote may be a typo of one, and the last
 * one may be the beginning of a word still being typed.
 *
 * @param tolerance 1 to allow one typo (a letter added, left out, changed, or two swapped) in tokens without postings
 * @param prefix the word being typed, if any
 */
export function queryTerms(
  postings: Postings,
  tokens: readonly string[],
  { tolerance = 0, prefix = '' }: { tolerance?: number; prefix?: string } = {},
): QueryTerm[] {
  const terms: QueryTerm[] = []
  for (const token of new Set(tokens)) {
    const list = postings.list(token)
    if (list !== undefined) terms.push(term(postings, token, [list], 1))
    else if (tolerance > 0 && token.length >= shortestTypo)
      terms.push(term(postings, token, typosOf(postings, token), guessed))
    else terms.push(term(postings, token, [], 1))
  }
  if (prefix !== '') {
    const lists = beginningWith(postings, prefix)
    if (lists.length > 0) terms.push(term(postings, prefix, lists, guessed))
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
  for (const [candidate, list] of postings.terms) if (withinOneEdit(token, candidate)) lists.push(list)
  return mostCommon(lists)
}

function beginningWith(postings: Postings, prefix: string): PostingList[] {
  const lists: PostingList[] = []
  for (const [candidate, list] of postings.terms) if (candidate.startsWith(prefix)) lists.push(list)
  if (lists.length > 0) return mostCommon(lists)
  // "shippin" is on its way to a word whose stem is "ship".
  for (let length = prefix.length - 1; length >= 3 && length >= prefix.length - 4; length--) {
    const list = postings.list(prefix.slice(0, length))
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
