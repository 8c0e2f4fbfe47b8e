import { parts } from './parts'
import { holdsSlot } from './postings'
import type { QueryTerm } from './query-terms'
import type { Question } from './question'
import type { Ranked } from './ranked'

/** A record found, with the reasons. */
export interface Hit {
  readonly id: string
  /** The sum of its parts; comparable within one search only. */
  readonly score: number
  readonly why: {
    /** What the score is made of, largest first; `weights` says what each part means. */
    readonly parts: readonly { readonly name: string; readonly value: number }[]
    /** The words of the query that the record itself holds; none if it was found by its neighbours in the run. */
    readonly words: readonly string[]
  }
}

export function toHit(
  id: string,
  { slot, score, values }: Ranked,
  terms: readonly QueryTerm[],
  question: Question,
): Hit {
  const why = parts
    .map((name, at) => ({ name, value: values[at]! }))
    .filter(part => part.value !== 0)
    .sort((one, other) => Math.abs(other.value) - Math.abs(one.value))
  return { id, score, why: { parts: why, words: wordsHeld(slot, terms, question) } }
}

/** The words of the question that a record holds itself. */
function wordsHeld(slot: number, terms: readonly QueryTerm[], { words }: Question): string[] {
  const held = terms.filter(({ lists }) => lists.some(list => holdsSlot(list, slot)))
  return held.map(({ token }) => words.get(token) ?? token)
}
