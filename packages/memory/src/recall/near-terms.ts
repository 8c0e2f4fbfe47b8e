import { inverseFrequency } from './bm25'
import { cue, cuesOf } from './cues'
import type { PostingList, Postings } from './postings'
import type { RecallTokenizer } from './tokenizer'
import type { WordTable } from './word-table'

/** Where a word stands that is used, or spelled, like one of the question's. */
export interface NearTerm {
  readonly list: PostingList
  readonly idf: number
  /** What it counts against the word itself, 0 to 1. */
  readonly strength: number
}

const leastLikeness = 0.6
const mostNear = 12
/** Words that many records hold say little in place of another, and cost the most to look up. */
const commonFrom = 300
const commonShare = 0.01

/**
 * The words used like one, by the table, that occur in the index, the most alike first; none for what says when: the table has June
 * near July, and who asks for the one does not mean the other.
 */
export function nearTerms(
  word: string,
  token: string,
  table: WordTable,
  tokenizer: RecallTokenizer,
  postings: Postings,
): NearTerm[] {
  const found: NearTerm[] = []
  if (cuesOf(word) & cue.dated) return found
  const seen = new Set([token, ''])
  for (const { word: near, likeness } of table.neighboursOf(word)) {
    if (likeness < leastLikeness || found.length === mostNear) break
    const stem = tokenizer.stem(near)
    const list = seen.has(stem) ? undefined : postings.list(stem)
    seen.add(stem)
    if (list === undefined || (list.length > commonFrom && list.length > commonShare * postings.count)) continue
    found.push({ list, idf: inverseFrequency(postings.count, list.length), strength: 0.8 * likeness * likeness })
  }
  return found
}
