import type { Ageing } from './ageing'
import type { NearnessMeter } from './nearness'
import type { Postings } from './postings'
import type { QueryTerm } from './query-terms'
import type { Question } from './question'
import type { Rarity } from './rarity'
import type { Traits } from './traits'
import type { Weights } from './weights'

/** What the second stage reads. */
export interface RankingInput {
  readonly postings: Postings
  readonly traits: Traits
  readonly question: Question
  readonly terms: readonly QueryTerm[]
  readonly weights: Weights
  readonly meter: NearnessMeter
  readonly rarity: Rarity
  /** How many of the best so far are asked how rare their words are, and give way where they crowd. */
  readonly closeCount: number
  /** Of each candidate, where an embedder is at hand. */
  readonly meanings?: readonly Meaning[]
  readonly ageing: Ageing
  /** When it is asked, ms, if that is known. */
  readonly now?: number
}

/** Cosines with the question; undefined where there is no vector. */
export interface Meaning {
  readonly own: number | undefined
  /** The best of the record and those around it. */
  readonly around: number | undefined
}
