import type { Part } from './parts'

/**
 * What a candidate's score is made of, and how much each part counts: a linear score without normalisation.
 *
 * Those above the line were fitted by listwise softmax regression to labelled questions over conversations as they were
 * written, cut into short messages, mixed with one another and with what tools print: half way between the weights of a
 * weak penalty and of a strong one, rounded; `rarity` was fitted beside them later, and what leans on one writer's habits (`names`,
 * `ownWords`, `question`) was set by what another author's conversations lose. `docs/recall.md` says what they are worth and how to fit your own. They are
 * used unchanged for records without a run, where what is near shrinks to the record. Those below it are set by hand:
 * small enough to decide between equals only.
 */
export const weights = {
  /** Share of the question's words that the record holds, by rarity. */
  coverage: 0.75,
  /** The same of its passage: what one author says in a row. */
  passage: 1,
  /** BM25 of the record and its run, where words count less the farther off they are: an answer rarely repeats the question. */
  around: 0.18,
  /** The same of the record and what comes before it: an answer follows what it answers. */
  before: 0.12,
  /** The question's words by rarity, each counted where it is nearest, or where a word spelled like it is or, by a word table, used like it. */
  nearest: 0.24,
  /** +0.5 by or for the one person the question names, -0.5 by another. */
  person: 1.6,
  /** That person speaks of themselves in the passage. */
  ownWords: 0.6,
  /** It asks, or its passage ends up asking, instead of answering. */
  question: -0.5,
  /** The passage before it asks. */
  answer: 0.4,
  /** The question asks when, and the passage says when. */
  whenAsked: 1.5,
  /** The passage says when. */
  dated: 0.23,
  /** exp(-days / 10) between it and a date in the question; 0.3 of that for a bare year. */
  nearDate: 5.7,
  /** The question asks for a name, and it holds names (2 at most). */
  nameAsked: 1,
  /** Proper names it holds, 2 at most. */
  names: 0.15,
  /** ln(1 + its words, `near.long` at most): what is very short says little. */
  length: 0.6,
  /** How rare the words of its passage are on average, whatever is asked: 1 for such as one record of many holds. */
  rarity: 3.4,
  /** With an embedder: cosine of what the record and the question mean. */
  meaning: 0,
  /** The best such cosine of the record and the two on each side in its run. */
  meaningAround: 0,

  /** For each better one of its passage: the places are few, and it says nearly the same. */
  repeated: -0.4,
  /** For each better one near it, counted less the farther off it is, beyond `near.uncrowded`: other places may say as much. */
  crowded: -0.25,
  /** It names a record that says nearly the same, which speaks for it: that one gets the best score of both. */
  alike: -4,
  /** The question asks for the latest: 1 for the newest candidate, 0 for the oldest. */
  recency: 1.5,
  /** The question holds all words of one of its tags. */
  tagged: 0.5,
  /** Somebody pinned it. */
  pinned: 0.5,
  /** Its confidence, from -1 (none) to 1 (certain); 0 where nobody said. */
  confidence: 0.25,
  /** Its importance, likewise. */
  importance: 0.25,
  /** 1 verified, -1 refuted, -0.5 proposed only. */
  status: 0.5,
  /** Its kind's own weight, see `kinds`. */
  kind: 1,
  /** Its age, from 0 (new) to -1, half of that each half-life of its kind; pinned ones have none. */
  decay: 0.25,
} satisfies Record<Part, number>

/** How much each part of a score counts. */
export type Weights = Readonly<Record<Part, number>>

/** What changes where an embedder is at hand, fitted the same way for the Universal Sentence Encoder (lite). */
export const withMeaning: Partial<Weights> = {
  coverage: 0.26,
  passage: 1,
  around: 0.18,
  before: 0.12,
  nearest: 0.2,
  person: 1.45,
  ownWords: 0.95,
  question: -0.55,
  answer: 0.15,
  whenAsked: 1.55,
  dated: 0.26,
  nearDate: 5,
  nameAsked: 0.95,
  names: 0.17,
  length: 0.8,
  rarity: 3.5,
  meaning: 3.5,
  meaningAround: 4.7,
}

/** What a word used or spelled like one of the question's counts for, against that word, when seeds are chosen. */
export const nearShare = 0.7
/** Distances in words (stop words left out), so that they mean the same for chats, notes and long messages. */
export const near = {
  /** At which distance a word counts 1 / e of what it counts in the record, for `around` and `before`, and for `nearest`. */
  sum: 40,
  nearest: 60,
  /** How far is looked at all, and how many records that may be on each side. */
  reach: 120,
  mostRecords: 24,
  /** How many better ones near a record crowd nobody out. */
  uncrowded: 2,
  /** Longer ones are several passages. */
  passage: 60,
  /**
   * A longer record (what a tool printed, a file) is no better for being longer, keeps others no farther apart, and holds
   * a word once only where it says it once in so many.
   */
  long: 30,
  /** How long a message is that words are counted for, whatever else stands in the index. */
  usual: 12,
} as const

/** How a record that holds the words lifts its neighbours in the run into the candidates, by distance in passages. */
export const spread = {
  own: 1.2,
  /** Of the same passage or the one after it. */
  next: 0.6,
  near: 0.35,
  nearReach: 3,
  far: 0.15,
  reach: 8,
  person: 1.25,
  date: 1.5,
} as const

/** What a name of someone who writes counts as a word: what others wrote about them holds it, but so does any greeting. */
export const nameWord = 0.3

/** How many records are looked at: the best by their own words, and the best of those and their neighbours. */
export const seedCount = 400
const candidateCount = 150

/**
 * Shorter records than usual are looked at in greater number, twice at most, since each holds less.
 *
 * @param averageLength words of a record, on average
 */
export function candidateCountFor(averageLength: number): number {
  return Math.round(candidateCount * Math.min(2, Math.max(1, near.usual / averageLength)))
}
/** How many of the best candidates are asked how rare their words are, and give way where they crowd; at least as many as are wanted. */
export const closeCount = 40
/** How many more are looked at because their meaning is nearest. */
export const meaningCount = 100
/** How many records on each side `meaningAround` looks at. */
export const meaningReach = 2

/** How many hits `limit: 'auto'` gives. */
export const auto = {
  /**
   * Those that score so much less than the best, at most. The weights are those of a softmax, so 3 less is a twentieth as
   * likely to answer.
   */
  within: 3,
  /** At least so many to a question that asks for several things, and to others. */
  list: 10,
  other: 6,
  most: 20,
  /** Hits shorter than this (stop words left out) leave room for more, up to so many times the number. */
  wordsAPlace: 5,
  short: 2,
} as const
