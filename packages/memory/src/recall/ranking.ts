import { ageOf } from './ageing'
import { cue } from './cues'
import type { DateInterval } from './date-intervals'
import { momentOf } from './indexed'
import { lowerAlike } from './lower-alike'
import { makeRoom, type Rows } from './make-room'
import type { Neighbourhood } from './neighbourhood'
import { type Part, parts } from './parts'
import type { Ranked } from './ranked'
import type { RankingInput } from './ranking-input'
import { standingOf } from './standing'
import type { Traits } from './traits'
import { near } from './weights'

const indexOfPart = Object.fromEntries(parts.map((part, at) => [part, at])) as Record<Part, number>

/** Scores candidates by their words, the words near them, and what their wording, author, date and standing tell. */
export function rank(candidates: readonly number[], neighbourhood: Neighbourhood, input: RankingInput): Ranked[] {
  const { traits, question, terms, postings, weights, meter } = input
  const width = parts.length
  // One array for all, since small ones of their own would cost more than the ranking.
  const all = new Float64Array(candidates.length * width)
  const nearness = meter.measure(neighbourhood, terms, postings)
  const totalIdf = terms.reduce((sum, term) => sum + term.idf, 0) || 1
  const averageMeaning = meanOf((input.meanings ?? []).map(({ own }) => own))
  const recency = question.asksLatest ? recencyAmong(candidates, traits) : undefined
  const passages: Rows[] = []
  let values = all
  let score = 0
  const set = (part: Part, value: number) => {
    const weighted = weights[part] * value
    values[indexOfPart[part]] = weighted
    score += weighted
  }
  const ranked = candidates.map((slot, at): Ranked => {
    values = all.subarray(at * width, (at + 1) * width)
    score = 0
    const row = neighbourhood.rowOf(slot)
    const passage = passageAround(row, neighbourhood, input)
    passages.push(passage)
    set('coverage', heldIdf(row, row, neighbourhood, input) / totalIdf)
    set('passage', heldIdf(passage.from, passage.to, neighbourhood, input) / totalIdf)
    set('around', nearness.around[row]!)
    set('before', nearness.before[row]!)
    set('nearest', nearness.nearest[row]!)
    if (input.meanings !== undefined) {
      const { own = averageMeaning, around = averageMeaning } = input.meanings[at]!
      set('meaning', own)
      set('meaningAround', around)
    }
    set('length', Math.log(1 + Math.min(postings.lengthOf(slot), near.long)))

    const cues = cuesOfRows(passage.from, passage.to, neighbourhood, traits)
    if (question.person !== undefined) {
      const theirs = traits.isOf(slot, question.person)
      set('person', theirs ? 0.5 : -0.5)
      if (theirs && cues & cue.firstPerson) set('ownWords', 1)
    }
    if (asksIn(row, passage.to, neighbourhood, traits)) set('question', 1)
    if (isAnswer(passage.from, neighbourhood, input)) set('answer', 1)
    if (cues & cue.dated) {
      set('dated', 1)
      if (question.asksWhen) set('whenAsked', 1)
    }
    if (question.dates.length > 0) set('nearDate', closeness(traits.dayOf(slot), question.dates))
    const names = traits.properNamesOf(slot)
    set('names', names)
    if (question.asksName) set('nameAsked', names)
    if (recency !== undefined) set('recency', recency(slot))
    standingOf(traits.recordOf(slot), question, set)
    ageOf(traits.recordOf(slot), input.now, input.ageing, set)
    return { slot, score, values }
  })
  const bestFirst = Int32Array.from(ranked.keys())
  raiseRare(ranked, sorted(bestFirst, ranked), passages, neighbourhood, input)
  makeRoom(ranked, sorted(bestFirst, ranked), passages, neighbourhood, nearness.middles, input)
  return [...lowerAlike(ranked, slot => traits.recordOf(slot), weights)]
}

/** Sorts places of `ranked`; those that are sorted but for the first few take little time. */
function sorted(places: Int32Array, ranked: readonly Ranked[]): Int32Array {
  return places.sort((one, other) => ranked[other]!.score - ranked[one]!.score)
}

/** Adds how rare the words are to the best so far: to others it would make no difference, and reading them takes time. */
function raiseRare(
  ranked: readonly Ranked[],
  bestFirst: Int32Array,
  passages: readonly Rows[],
  { slots }: Neighbourhood,
  { traits, rarity, closeCount, weights }: RankingInput,
): void {
  for (const at of bestFirst.subarray(0, closeCount)) {
    const { from, to } = passages[at]!
    const each = ranked[at]!
    let sum = 0
    let count = 0
    for (let row = from; row <= to; row++) {
      const { text } = traits.recordOf(slots[row]!)
      const words = rarity.of(slots[row]!, text)
      sum += words.sum
      count += words.count
    }
    const value = count === 0 ? 0 : (weights.rarity * sum) / count
    each.values[indexOfPart.rarity] = value
    each.score += value
  }
}

/** What the author of a row says in a row: the rows around it that are theirs too, up to a number of words. */
function passageAround(
  row: number,
  { height, slots, starts }: Neighbourhood,
  { traits, postings }: RankingInput,
): Rows {
  const author = traits.authorOf(slots[row]!)
  let left = near.passage - postings.lengthOf(slots[row]!)
  let from = row
  let to = row
  let isOpenAbove = true
  let isOpenBelow = true
  while (isOpenAbove || isOpenBelow) {
    if (isOpenAbove) {
      const slot = starts[from] === 1 ? -1 : slots[from - 1]!
      isOpenAbove = slot >= 0 && traits.authorOf(slot) === author && postings.lengthOf(slot) <= left
      if (isOpenAbove) {
        left -= postings.lengthOf(slot)
        from--
      }
    }
    if (isOpenBelow) {
      const slot = to + 1 >= height || starts[to + 1] === 1 ? -1 : slots[to + 1]!
      isOpenBelow = slot >= 0 && traits.authorOf(slot) === author && postings.lengthOf(slot) <= left
      if (isOpenBelow) {
        left -= postings.lengthOf(slot)
        to++
      }
    }
  }
  return { from, to }
}

/** The rarity of the terms that these rows hold between them: what a long one says once counts in part. */
function heldIdf(
  from: number,
  to: number,
  { height, counts, slots }: Neighbourhood,
  { terms, postings }: RankingInput,
): number {
  let sum = 0
  for (let column = 0; column < terms.length; column++) {
    const offset = column * height
    let most = 0
    for (let row = from; row <= to && most < 1; row++) {
      const count = counts[offset + row]!
      if (count > 0) most = Math.max(most, (count * near.long) / Math.max(postings.lengthOf(slots[row]!), near.long))
    }
    sum += terms[column]!.idf * Math.min(1, most)
  }
  return sum
}

function cuesOfRows(from: number, to: number, { slots }: Neighbourhood, traits: Traits): number {
  let cues = 0
  for (let row = from; row <= to; row++) cues |= traits.cuesOf(slots[row]!)
  return cues
}

function asksIn(from: number, to: number, { slots }: Neighbourhood, traits: Traits): boolean {
  for (let row = from; row <= to; row++) if (traits.asks(slots[row]!)) return true
  return false
}

/** Whether the passage before this row asks something. */
function isAnswer(row: number, neighbourhood: Neighbourhood, input: RankingInput): boolean {
  if (neighbourhood.starts[row]) return false
  const { from, to } = passageAround(row - 1, neighbourhood, input)
  return asksIn(from, to, neighbourhood, input.traits)
}

function closeness(day: number, dates: readonly DateInterval[]): number {
  let nearest = 0
  for (const { from, to, coarse } of dates) {
    const distance = Math.max(from - day, day - to, 0)
    nearest = Math.max(nearest, Math.exp(-distance / 10) * (coarse ? 0.3 : 1))
  }
  return nearest
}

/** Where a candidate's time lies between the oldest of them (0) and the newest (1). */
function recencyAmong(candidates: readonly number[], traits: Traits): (slot: number) => number {
  const times = candidates.map(slot => momentOf(traits.recordOf(slot)))
  const oldest = times.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
  const newest = times.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY)
  return slot => (newest === oldest ? 0 : (momentOf(traits.recordOf(slot)) - oldest) / (newest - oldest))
}

function meanOf(values: readonly (number | undefined)[]): number {
  const present = values.filter(value => value !== undefined)
  return present.reduce((sum, value) => sum + value, 0) / (present.length || 1)
}
