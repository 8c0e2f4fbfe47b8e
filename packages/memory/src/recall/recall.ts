import type { Ageing } from './ageing'
import { autoLimit } from './auto-limit'
import { CandidateChooser } from './candidates'
import { dayOf } from './civil-date'
import { Columns } from './columns'
import { type CompileOptions, compileFilter, type Filter } from './filter'
import { freezeIndexed, type Indexed, sameIndexed } from './indexed'
import type { Language } from './language'
import { Names } from './names'
import { type NearTerm, nearTerms } from './near-terms'
import { NearnessMeter } from './nearness'
import { NeighbourhoodReader } from './neighbourhood'
import { parts } from './parts'
import { passageOf } from './passage'
import { holdsSlot } from './postings'
import type { QueryTerm } from './query-terms'
import { type Question, readQuestion } from './question'
import { type Meaning, type Ranked, rank } from './ranking'
import { Rarity } from './rarity'
import type { IndexState } from './saved/index-state'
import { checkQuery, checkWordCount, type SearchQuery } from './search-query'
import { earlierFirst, Sequences } from './sequences'
import { Slots } from './slots'
import { spelledAlike } from './spelled-alike'
import { createTextIndex } from './text-index'
import { createTokenizer } from './tokenizer'
import { Traits } from './traits'
import { unit, Vectors } from './vectors'
import {
  candidateCountFor,
  closeCount,
  meaningCount,
  meaningReach,
  spread,
  weights as usualWeights,
  type Weights,
  withMeaning,
} from './weights'
import type { WordTable } from './word-table'
import { foldWord } from './words'

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

/** An index of records that is searched by words. Synchronous: a search sees every put and remove before it. */
export interface Recall {
  /**
   * Adds a record, or replaces the one with its id.
   *
   * @throws RecallError `record-invalid`
   */
  put(record: Indexed): void
  /** @returns whether there was one */
  remove(id: string): boolean
  /**
   * The best hits, best first; equal scores latest first, by time, sequence and id.
   *
   * @throws RecallError `query-invalid`, `query-too-long`, `filter-invalid`
   */
  search(query: SearchQuery): Hit[]
  readonly size: number
  /** What a record means, as text for an embedder; undefined when there is no such record. */
  passageOf(id: string): string | undefined
  /** Takes the vector of a record's passage; until then it is ranked as one whose meaning is average. */
  setVector(id: string, vector: ArrayLike<number>): void
  /** What it is made of, for those who save and restore it. */
  readonly state: IndexState
}

export interface RecallOptions extends CompileOptions, Ageing {
  /** In place of those of `weights`: fitted to your own data, or 0 for what must not count. */
  readonly weights?: Partial<Weights>
  /** Of most texts; English if left out. */
  readonly language?: Language
  /** Finds records by words that are used like those of the question. */
  readonly wordTable?: WordTable
  /** Length of the vectors, when an embedder gives records theirs. */
  readonly dimensions?: number
  /** Called when what a record means has changed, or it was removed. */
  readonly onPassage?: (id: string) => void
}

/**
 * An empty index.
 *
 * @example
 * const recall = createRecall()
 * recall.put({ id: '1', text: 'Ada prefers e-mail', author: 'support', space: 'team', kind: 'semantic', tags: [], time: 0 })
 * const [hit] = recall.search({ text: 'how should we contact Ada?', filter: { kind: 'semantic' } })
 */
export function createRecall(options: RecallOptions = {}): Recall {
  const { wordTable } = options
  const vectors = options.dimensions === undefined ? undefined : new Vectors(options.dimensions)
  const slots = new Slots()
  const records: (Indexed | undefined)[] = [undefined]

  const latestFirst = (one: number, other: number) => -earlierFirst(records[one]!, records[other]!)
  const tokenizer = createTokenizer({ language: options.language })
  const index = createTextIndex(tokenizer, id => slots.of(id)!, latestFirst)
  const columns = new Columns()
  const names = new Names()
  const sequences = new Sequences(records)
  const traits = new Traits(records, names)
  const chooser = new CandidateChooser({ sequences, traits, postings: index.postings })
  const reader = new NeighbourhoodReader(sequences, index.postings)
  const meter = new NearnessMeter()
  const rarity = new Rarity(index.postings, tokenizer)

  const losses = new Map<string, number>()
  const onPassage = vectors && options.onPassage
  const state: IndexState = {
    slots,
    records,
    text: index,
    columns,
    sequences,
    traits,
    losses: space => losses.get(space) ?? 0,
    onPassage,
  }

  function put(given: Indexed): void {
    const record = freezeIndexed(given)
    const known = slots.of(record.id)
    if (known !== undefined && sameIndexed(records[known]!, record)) return
    if (known !== undefined) empty(known)
    const slot = known ?? slots.take(record.id)
    records[slot] = record
    index.insert(record)
    columns.add(slot, record)
    sequences.add(slot)
    traits.add(slot)
    if (vectors !== undefined) meantAnew(slot)
  }

  function empty(slot: number): void {
    const { space } = records[slot]!
    losses.set(space, state.losses(space) + 1)
    const next = neighbour(slot, 1)
    vectors?.remove(slot)
    rarity.forget(slot)
    sequences.remove(slot)
    if (vectors !== undefined && next !== undefined) meantAnew(next)
    index.remove(slot)
    columns.remove(slot, records[slot]!)
    traits.remove(slot)
    records[slot] = undefined
  }

  function remove(id: string): boolean {
    const slot = slots.of(id)
    if (slot === undefined) return false
    empty(slot)
    slots.giveBack(id)
    options.onPassage?.(id)
    return true
  }

  /** The record one place further in the run, or one place before. */
  function neighbour(slot: number, step: 1 | -1): number | undefined {
    return sequences.runOf(slot)?.[sequences.placeOf(slot) + step]
  }

  /** What a record says has changed, and with it the passage of the one after it. */
  function meantAnew(slot: number): void {
    const next = neighbour(slot, 1)
    for (const each of next === undefined ? [slot] : [slot, next]) {
      vectors?.remove(each)
      options.onPassage?.(records[each]!.id)
    }
  }

  function passage(id: string): string | undefined {
    const slot = slots.of(id)
    if (slot === undefined) return undefined
    const before = neighbour(slot, -1)
    return passageOf(records[slot]!, before === undefined ? undefined : records[before])
  }

  function setVector(id: string, vector: ArrayLike<number>): void {
    const slot = slots.of(id)
    if (slot !== undefined) vectors?.set(slot, vector)
  }

  function meaningOf(slot: number, asked: Float32Array, admits: ((slot: number) => boolean) | undefined): Meaning {
    const run = sequences.runOf(slot)
    const place = run === undefined ? 0 : sequences.placeOf(slot)
    const stretch = run?.slice(Math.max(0, place - meaningReach), place + meaningReach + 1) ?? [slot]
    const seen = stretch.filter(each => vectors!.has(each) && (each === slot || admits === undefined || admits(each)))
    const cosines = seen.map(each => vectors!.cosine(each, asked))
    const own = cosines[seen.indexOf(slot)]
    return { own, around: cosines.length === 0 ? undefined : Math.max(...cosines) }
  }

  /** Words spelled like one of the question's, and with a word table those used like it. */
  function nearTo({ words }: Question): (token: string) => readonly NearTerm[] {
    const { postings } = index
    return token => {
      const spelled = spelledAlike(token, postings)
      if (wordTable === undefined) return spelled
      const used = nearTerms(foldWord(words.get(token) ?? token), token, wordTable, tokenizer, postings)
      return spelled.length === 0 ? used : [...used, ...spelled].sort((one, other) => other.strength - one.strength)
    }
  }

  function search(query: SearchQuery): Hit[] {
    const { text, limit } = checkQuery(query)
    const admits = query.filter && admitting(query.filter)
    const today = query.now === undefined ? undefined : dayOf(query.now)
    const question = readQuestion(text, names, tokenizer, { prefix: query.prefix, today })
    checkWordCount(question.words.size)
    const asked = vectors && query.vector && unit(query.vector)
    if (question.term === '' && asked === undefined) return []

    const nearOf = query.prefix ? undefined : nearTo(question)
    const { seeds, terms } = index.search(question.term, question.nameTokens, admits, nearOf)
    const usual = candidateCountFor(index.postings.averageLength)
    const most = limit === 'auto' ? usual : Math.max(usual, limit)
    const byWords = query.prefix
      ? seeds.map(([slot]) => slot).filter(slot => admits === undefined || admits(slot))
      : chooser.choose(seeds, most, boostFor(question), admits, latestFirst)
    const byMeaning = asked === undefined ? [] : vectors!.nearest(asked, meaningCount, admits, latestFirst)
    const chosen = [...new Set([...byWords, ...byMeaning])]
    const meanings = asked && chosen.map(slot => meaningOf(slot, asked, admits))
    const weights = { ...usualWeights, ...(asked && withMeaning), ...options.weights }
    const input = {
      postings: index.postings,
      traits,
      question,
      terms,
      weights,
      meter,
      rarity,
      closeCount: limit === 'auto' ? closeCount : Math.max(closeCount, limit),
      meanings,
      ageing: options,
      now: query.now,
    }
    const ranked = reader
      .with(terms, chosen, admits, neighbourhood => rank(chosen, neighbourhood, input))
      .sort((one, other) => other.score - one.score || latestFirst(one.slot, other.slot))
    const weighed = () => ranked.map(({ slot, score }) => ({ score, length: index.postings.lengthOf(slot) }))
    return ranked
      .slice(0, limit === 'auto' ? autoLimit(question.asksList, weighed()) : limit)
      .map(each => toHit(records[each.slot]!.id, each, wordsHeld(each.slot, terms, question)))
  }

  /** The fields in columns decide first, then the filter decides alone, whatever the columns say. */
  function admitting(given: Filter): (slot: number) => boolean {
    const filter = compileFilter(given, options)
    const isLikely = columns.narrow(filter.clauses)
    if (isLikely === undefined) return slot => filter.matches(records[slot]!)
    return slot => isLikely(slot) && filter.matches(records[slot]!)
  }

  function boostFor({ person, dates }: Question): ((slot: number) => number) | undefined {
    if (person === undefined && dates.length === 0) return undefined
    return slot => {
      const day = traits.dayOf(slot)
      const fitsDate = dates.some(({ from, to }) => from <= day && day <= to)
      return (person !== undefined && traits.isOf(slot, person) ? spread.person : 1) * (fitsDate ? spread.date : 1)
    }
  }

  return {
    put,
    remove,
    search,
    passageOf: passage,
    setVector,
    state,
    get size() {
      return slots.size
    },
  }
}

/** The words of the question that a record holds itself. */
function wordsHeld(slot: number, terms: readonly QueryTerm[], { words }: Question): string[] {
  const held = terms.filter(({ lists }) => lists.some(list => holdsSlot(list, slot)))
  return held.map(({ token }) => words.get(token) ?? token)
}

function toHit(id: string, { score, values }: Ranked, words: readonly string[]): Hit {
  const why = parts
    .map((name, at) => ({ name, value: values[at]! }))
    .filter(part => part.value !== 0)
    .sort((one, other) => Math.abs(other.value) - Math.abs(one.value))
  return { id, score, why: { parts: why, words } }
}
