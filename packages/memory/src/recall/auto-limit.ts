import { auto } from './weights'

/**
 * How many hits are worth handing over: more for questions that ask for several things, since those are said in several
 * places, and more where hits are short, since each says less.
 *
 * @param lengths words of the hits, best first
 */
export function autoLimit(asksList: boolean, lengths: readonly number[]): number {
  const places = asksList ? auto.list : auto.other
  let words = 0
  let count = 0
  while (
    count < lengths.length &&
    (count < places || (words < places * auto.wordsAPlace && count < places * auto.most))
  ) {
    words += lengths[count++]!
  }
  return count
}
