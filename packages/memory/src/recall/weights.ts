/**
 * What a candidate's score is made of, and how much each part counts: a linear score without normalisation.
 *
 * Weights were fitted once by listwise softmax regression to labelled questions over long two-person conversations and
 * rounded to two digits; rounding them to one costs nothing, so they are defaults and not a model. They are used unchanged
 * for records without a run, where the windows shrink to the record.
 */
export const weights = {
  /** Share of the question's words that the record holds, by rarity. */
  coverage: 2.2,
  /** BM25 of the record with two, five, eight neighbours on each side in its run: answers rarely repeat the question. */
  within2: 0.15,
  within5: 0.084,
  within8: 0.094,
  /** BM25 of the record with the three before it: an answer follows what it answers. */
  before: 0.15,
  /** +0.5 by or for the one person the question names, -0.5 by another. */
  person: 2,
  /** That person speaks of themselves. */
  ownWords: 0.76,
  /** It asks instead of answering. */
  question: -0.63,
  /** The question asks when, and it says when. */
  whenAsked: 1.6,
  /** It says when. */
  dated: 0.37,
  /** exp(-days / 10) between it and a date in the question; 0.3 of that for a bare year. */
  nearDate: 7.2,
  /** The question asks for a name, and it holds names (2 at most). */
  nameAsked: 0.94,
  /** Proper names it holds, 2 at most. */
  names: 0.27,
} as const

export type Part = keyof typeof weights
export const parts = Object.keys(weights) as Part[]

/** How a record that holds the words lifts its neighbours in the run into the candidates, by distance. */
export const spread = {
  reach: 8,
  own: 1.2,
  next: 0.6,
  near: 0.35,
  nearReach: 3,
  far: 0.15,
  person: 1.25,
  date: 1.5,
} as const

/** How many records are looked at: the best by their own words, and the best of those and their neighbours. */
export const seedCount = 400
export const candidateCount = 150
