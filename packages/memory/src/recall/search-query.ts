import type { Filter } from './filter'
import { RecallError } from './recall-error'
import { seedCount } from './weights'

/** A question to recall. */
export interface SearchQuery {
  /** Words or a whole question; at most 8,192 characters and 512 different words, of which the 32 rarest count. */
  readonly text: string
  /**
   * How many hits at most, 1 to 400; 10 if left out. `'auto'`: about 10 on average, more where many score alike, for a
   * question that asks for several things and where hits are short, fewer for others.
   */
  readonly limit?: number | 'auto'
  readonly filter?: Filter
  /** The last word is still being typed: what begins with it counts too, and only records that match themselves. */
  readonly prefix?: boolean
  /** What it means, as the embedder of the records says it. */
  readonly vector?: ArrayLike<number>
  /** When it is asked, in ms; without it "last week" says nothing. */
  readonly now?: number
}

const longestText = 8_192
const mostWords = 512
/** Hits at most, where no limit is given. */
export const usualLimit = 10

/** @throws RecallError `query-invalid`, `query-too-long` */
export function checkQuery({ text, limit = usualLimit, now }: SearchQuery): { text: string; limit: number | 'auto' } {
  if (typeof text !== 'string') {
    throw new RecallError('query-invalid', 'a search needs a text', { hint: 'give the question or the words as text' })
  }
  if (text.length > longestText) {
    throw new RecallError('query-too-long', `the query has ${text.length} characters, ${longestText} are the most`, {
      hint: 'search for the sentence that asks, not for the whole document',
    })
  }
  if (limit !== 'auto' && (!Number.isInteger(limit) || limit < 1 || limit > seedCount)) {
    throw new RecallError('query-invalid', `limit is ${limit}`, {
      hint: `give a whole number from 1 to ${seedCount}, or 'auto'`,
    })
  }
  if (now !== undefined && !Number.isFinite(now)) {
    throw new RecallError('query-invalid', `now is ${now}`, { hint: 'give the time in ms since 1970, or leave it out' })
  }
  return { text, limit }
}

/** @throws RecallError `query-too-long` */
export function checkWordCount(count: number): void {
  if (count <= mostWords) return
  throw new RecallError('query-too-long', `the query has ${count} different words, ${mostWords} are the most`, {
    hint: 'search for the sentence that asks, not for the whole document',
  })
}
