import { auto } from './weights'

/** What `limit: 'auto'` goes by of a hit. */
export interface Weighed {
  readonly score: number
  /** Words, stop words left out. */
  readonly length: number
}

/**
 * How many hits are worth handing over: as many as may well answer beside the best one, at least so many where the question asks
 * for several things, since those are said in several places, and more where hits are short, since each says less.
 *
 * @param hits best first
 */
export function autoLimit(asksList: boolean, hits: readonly Weighed[]): number {
  const least = asksList ? auto.list : auto.other
  const likely = hits.findIndex(({ score }) => hits[0]!.score - score > auto.within)
  const places = Math.max(least, Math.min(likely < 0 ? hits.length : likely, auto.most))
  let words = 0
  let count = 0
  while (
    count < hits.length &&
    (count < places || (words < places * auto.wordsAPlace && count < places * auto.short))
  ) {
    words += hits[count++]!.length
  }
  return count
}
