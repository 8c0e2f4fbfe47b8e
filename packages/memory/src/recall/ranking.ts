import { lengthNorm, saturate } from './bm25'
import { cue } from './cues'
import type { DateInterval } from './date-intervals'
import type { Postings } from './postings'
import type { QueryTerm } from './query-terms'
import type { Question } from './question'
import type { Sequences } from './sequences'
import type { Traits } from './traits'
import { type Part, parts, weights } from './weights'
import type { TermCounts } from './windows'

/** A candidate with its score and what it is made of. */
export interface Ranked {
  readonly slot: number
  readonly score: number
  /** In the order of `parts`. */
  readonly values: Float64Array
}

/** What the second stage reads. */
export interface RankingInput {
  readonly postings: Postings
  readonly sequences: Sequences
  readonly traits: Traits
  readonly question: Question
  readonly terms: readonly QueryTerm[]
}

/** Widths of the windows in records; the lengths that are usual for them were measured, runs being finite. */
const windows: readonly { part: Part; back: number; forward: number; usual: number }[] = [
  { part: 'within2', back: 2, forward: 2, usual: 5 },
  { part: 'within5', back: 5, forward: 5, usual: 10 },
  { part: 'within8', back: 8, forward: 8, usual: 14.5 },
  { part: 'before', back: 3, forward: 0, usual: 4 },
]

/** Scores candidates by their words, their neighbours' words, and what their wording, author and date tell. */
export function rank(candidates: readonly number[], counts: TermCounts, input: RankingInput): Ranked[] {
  const sums = new Float64Array(input.terms.length)
  const totalIdf = input.terms.reduce((sum, term) => sum + term.idf, 0) || 1
  const width = parts.length
  // One array for all, since small ones of their own would cost more than the ranking.
  const all = new Float64Array(candidates.length * width)
  return candidates.map((slot, at) => {
    const values = all.subarray(at * width, (at + 1) * width)
    const row = counts.rowOf(slot) * sums.length
    let heldIdf = 0
    for (let column = 0; column < sums.length; column++) {
      if (counts.counts[row + column]! > 0) heldIdf += input.terms[column]!.idf
    }
    setPart(values, 'coverage', heldIdf / totalIdf)
    for (const window of windows) setPart(values, window.part, scoreWindow(slot, window, counts, input, sums))
    setCues(values, slot, input)
    let score = 0
    for (const value of values) score += value
    return { slot, score, values }
  })
}

const indexOfPart = Object.fromEntries(parts.map((part, at) => [part, at])) as Record<Part, number>

function setPart(values: Float64Array, part: Part, value: number): void {
  values[indexOfPart[part]] = weights[part] * value
}

/** BM25 of a record and its neighbours taken as one text. */
function scoreWindow(
  slot: number,
  { back, forward, usual }: (typeof windows)[number],
  { counts, rowOf }: TermCounts,
  { postings, sequences, terms }: RankingInput,
  sums: Float64Array,
): number {
  const run = sequences.runOf(slot)
  const place = run === undefined ? 0 : sequences.placeOf(slot)
  const last = run === undefined ? 0 : Math.min(run.length - 1, place + forward)
  let length = 0
  sums.fill(0)
  for (let at = Math.max(0, place - back); at <= last; at++) {
    const near = run === undefined ? slot : run[at]!
    const row = rowOf(near)
    if (row < 0) continue
    length += postings.lengthOf(near)
    for (let column = 0; column < sums.length; column++) sums[column]! += counts[row * sums.length + column]!
  }
  const norm = lengthNorm(length, postings.averageLength * usual)
  let score = 0
  for (let column = 0; column < sums.length; column++) {
    const frequency = sums[column]!
    if (frequency > 0) score += terms[column]!.idf * saturate(frequency, norm)
  }
  return score
}

function setCues(values: Float64Array, slot: number, { traits, question }: RankingInput): void {
  const cues = traits.cuesOf(slot)
  if (question.person !== undefined) {
    const theirs = traits.isOf(slot, question.person)
    setPart(values, 'person', theirs ? 0.5 : -0.5)
    if (theirs && cues & cue.firstPerson) setPart(values, 'ownWords', 1)
  }
  if (cues & cue.question) setPart(values, 'question', 1)
  if (cues & cue.dated) {
    setPart(values, 'dated', 1)
    if (question.asksWhen) setPart(values, 'whenAsked', 1)
  }
  if (question.dates.length > 0) setPart(values, 'nearDate', nearness(traits.dayOf(slot), question.dates))
  const names = traits.properNamesOf(slot)
  setPart(values, 'names', names)
  if (question.asksName) setPart(values, 'nameAsked', names)
}

function nearness(day: number, dates: readonly DateInterval[]): number {
  let nearest = 0
  for (const { from, to, coarse } of dates) {
    const distance = Math.max(from - day, day - to, 0)
    nearest = Math.max(nearest, Math.exp(-distance / 10) * (coarse ? 0.3 : 1))
  }
  return nearest
}
