import { lengthNorm, saturate } from './bm25'
import { cue } from './cues'
import type { DateInterval } from './date-intervals'
import type { Postings } from './postings'
import type { QueryTerm } from './query-terms'
import type { Question } from './question'
import type { Sequences } from './sequences'
import type { Traits } from './traits'
import { loneliness, type Part, parts, weights } from './weights'
import type { TermCounts } from './windows'

/** A candidate with the parts of its score, in the order of `parts`. */
export interface Ranked {
  readonly slot: number
  readonly score: number
  readonly values: Float64Array
  /** Tokens of the question that the record itself holds. */
  readonly tokens: readonly string[]
}

/** What the second stage reads. */
export interface RankingInput {
  readonly postings: Postings
  readonly sequences: Sequences
  readonly traits: Traits
  readonly question: Question
  readonly terms: readonly QueryTerm[]
}

/** Widths of the windows in records; the lengths that are normal for them were measured, runs being finite. */
const windows: readonly { part: Part; back: number; forward: number; usual: number }[] = [
  { part: 'within2', back: 2, forward: 2, usual: 5 },
  { part: 'within5', back: 5, forward: 5, usual: 10 },
  { part: 'within8', back: 8, forward: 8, usual: 14.5 },
  { part: 'before', back: 3, forward: 0, usual: 4 },
]

/** Scores candidates by their words, their neighbours' words, and what their wording, author and date tell. */
export function rank(candidates: readonly number[], counts: TermCounts, input: RankingInput): Ranked[] {
  const { terms } = input
  const sums = new Float64Array(terms.length)
  const totalIdf = terms.reduce((sum, term) => sum + term.idf, 0) || 1
  return candidates.map(slot => {
    const values = new Float64Array(parts.length)
    const set = (part: Part, value: number) => {
      values[parts.indexOf(part)] = weights[part] * value
    }
    const row = counts.rowOf(slot) * terms.length
    const held = terms.filter((_, column) => counts.counts[row + column]! > 0)
    set('coverage', held.reduce((sum, term) => sum + term.idf, 0) / totalIdf)
    const alone = setWindows(slot, counts, input, sums, set)
    setCues(slot, alone, input, set)
    let score = 0
    for (const value of values) score += value
    return { slot, score, values, tokens: held.map(term => term.token) }
  })
}

type SetPart = (part: Part, value: number) => void

/** @returns whether the record stands alone */
function setWindows(slot: number, counts: TermCounts, input: RankingInput, sums: Float64Array, set: SetPart): boolean {
  const { postings, sequences, terms } = input
  const place = sequences.around(slot)
  const run = place?.run ?? [slot]
  const here = place?.at ?? 0
  for (const { part, back, forward, usual } of windows) {
    sums.fill(0)
    let length = 0
    const last = Math.min(run.length - 1, here + forward)
    for (let at = Math.max(0, here - back); at <= last; at++) {
      const row = counts.rowOf(run[at]!)
      if (row < 0) continue
      length += postings.lengthOf(run[at]!)
      for (let column = 0; column < sums.length; column++) sums[column]! += counts.counts[row * sums.length + column]!
    }
    const norm = lengthNorm(length, postings.averageLength * usual)
    let score = 0
    for (let column = 0; column < sums.length; column++) {
      const frequency = sums[column]!
      if (frequency > 0) score += terms[column]!.idf * saturate(frequency, norm)
    }
    set(part, score)
  }
  return place === undefined
}

function setCues(slot: number, alone: boolean, { traits, question }: RankingInput, set: SetPart): void {
  const cues = traits.cuesOf(slot)
  if (question.person !== undefined) {
    const theirs = traits.isOf(slot, question.person)
    const lean = alone ? loneliness : 1
    set('person', theirs ? 0.5 * lean : -0.5 * lean)
    if (theirs && cues & cue.firstPerson) set('ownWords', lean)
  }
  if (cues & cue.question) set('question', 1)
  if (cues & cue.dated) {
    set('dated', 1)
    if (question.asksWhen) set('whenAsked', 1)
  }
  if (question.dates.length > 0) set('nearDate', nearness(traits.dayOf(slot), question.dates))
  const names = traits.properNamesOf(slot)
  set('names', names)
  if (question.asksName) set('nameAsked', names)
}

function nearness(day: number, dates: readonly DateInterval[]): number {
  const shares = dates.map(({ from, to, coarse }) => {
    const distance = Math.max(from - day, day - to, 0)
    return Math.exp(-distance / 10) * (coarse ? 0.3 : 1)
  })
  return Math.max(...shares)
}
