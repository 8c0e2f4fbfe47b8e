import type { Ageing } from './ageing'
import { autoLimit } from './auto-limit'
import { CandidateChooser } from './candidates'
import { dayOf } from './civil-date'
import type { Corpus } from './corpus'
import { compileFilter, type Filter } from './filter'
import { foldWord } from './fold-word'
import { type Hit, toHit } from './hit'
import { type NearTerm, nearTerms } from './near-terms'
import { NearnessMeter } from './nearness'
import { NeighbourhoodReader } from './neighbourhood'
import { type Question, readQuestion } from './question'
import { rank } from './ranking'
import type { Meaning } from './ranking-input'
import { checkQuery, checkWordCount, type SearchQuery } from './search-query'
import { spelledAlike } from './spelled-alike'
import { unit } from './vectors'
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

export interface SearcherOptions extends Ageing {
  /** In place of those of `weights`: fitted to your own data, or 0 for what must not count. */
  readonly weights?: Partial<Weights>
  /** Finds records by words that are used like those of the question. */
  readonly wordTable?: WordTable
}

/** How a corpus is searched: candidates by words, dates, names and meaning, which are ranked then. */
export function createSearcher(corpus: Corpus, options: SearcherOptions): (query: SearchQuery) => Hit[] {
  const { wordTable } = options
  const { records, text, columns, sequences, traits, names, tokenizer, rarity, vectors, latestFirst } = corpus
  const { postings } = text
  const chooser = new CandidateChooser({ sequences, traits, postings })
  const reader = new NeighbourhoodReader(sequences, postings)
  const meter = new NearnessMeter()

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
    return token => {
      const spelled = spelledAlike(token, postings)
      if (wordTable === undefined) return spelled
      const used = nearTerms(foldWord(words.get(token) ?? token), token, wordTable, tokenizer, postings)
      return spelled.length === 0 ? used : [...used, ...spelled].sort((one, other) => other.strength - one.strength)
    }
  }

  /** The fields in columns decide first, then the filter decides alone, whatever the columns say. */
  function admitting(given: Filter): (slot: number) => boolean {
    const filter = compileFilter(given)
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

  return query => {
    const { text: asks, limit } = checkQuery(query)
    const admits = query.filter && admitting(query.filter)
    const today = query.now === undefined ? undefined : dayOf(query.now)
    const question = readQuestion(asks, names, tokenizer, { prefix: query.prefix, today })
    checkWordCount(question.words.size)
    const asked = vectors && query.vector && unit(query.vector)
    if (question.term === '' && asked === undefined) return []

    const nearOf = query.prefix ? undefined : nearTo(question)
    const { seeds, terms } = text.search(question.term, question.nameTokens, admits, nearOf)
    const usual = candidateCountFor(postings.averageLength)
    const most = limit === 'auto' ? usual : Math.max(usual, limit)
    const byWords = query.prefix
      ? seeds.map(([slot]) => slot).filter(slot => admits === undefined || admits(slot))
      : chooser.choose(seeds, most, boostFor(question), admits, latestFirst)
    const byMeaning = asked === undefined ? [] : vectors!.nearest(asked, meaningCount, admits, latestFirst)
    const chosen = [...new Set([...byWords, ...byMeaning])]
    const meanings = asked && chosen.map(slot => meaningOf(slot, asked, admits))
    const weights = { ...usualWeights, ...(asked && withMeaning), ...options.weights }
    const input = {
      postings,
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
    const weighed = () => ranked.map(({ slot, score }) => ({ score, length: postings.lengthOf(slot) }))
    return ranked
      .slice(0, limit === 'auto' ? autoLimit(question.asksList, weighed()) : limit)
      .map(each => toHit(records[each.slot]!.id, each, terms, question))
  }
}
