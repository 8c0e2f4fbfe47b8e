import { inverseFrequency } from './bm25'
import type { NearTerm } from './near-terms'
import type { Postings } from './postings'

/** Words that more records hold are found by themselves. */
const rare = 6
/** How much of the longer of the two words they must begin with in common. */
const shortest = 4
const share = 0.65
/** What such a word counts against the word itself. */
const strength = 0.5
const most = 12
const letters = /^\p{L}+$/u

/**
 * Where a word of the question that few wrote, or nobody, stands in another form: words that begin like it for the most part, for
 * "photographer" also "photography". Stemming joins what a rule makes of a word; this joins the rest, in any language.
 */
export function spelledAlike(token: string, postings: Postings): NearTerm[] {
  const own = postings.list(token)
  if (token.length < shortest || (own !== undefined && own.length > rare) || !letters.test(token)) return []
  const least = Math.max(shortest, Math.ceil(share * token.length))
  const found: NearTerm[] = []
  for (const other of postings.termsLike(token, least, Math.floor(token.length / share))) {
    if (other === token || !other.startsWith(token.slice(0, Math.max(least, Math.ceil(share * other.length))))) continue
    const list = postings.list(other)!
    found.push({ list, idf: inverseFrequency(postings.count, list.length), strength })
  }
  return found.length <= most ? found : found.sort((one, other) => other.list.length - one.list.length).slice(0, most)
}
