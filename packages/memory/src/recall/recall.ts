import { type CorpusOptions, createCorpus } from './corpus'
import type { Hit } from './hit'
import type { Indexed } from './indexed'
import type { IndexState } from './saved/index-state'
import type { SearchQuery } from './search-query'
import { createSearcher, type SearcherOptions } from './searcher'

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

export interface RecallOptions extends CorpusOptions, SearcherOptions {}

/**
 * An empty index.
 *
 * @example
 * const recall = createRecall()
 * recall.put({ id: '1', text: 'Ada prefers e-mail', author: 'support', space: 'team', kind: 'semantic', tags: [], time: 0 })
 * const [hit] = recall.search({ text: 'how should we contact Ada?', filter: { kind: 'semantic' } })
 */
export function createRecall(options: RecallOptions = {}): Recall {
  const corpus = createCorpus(options)
  const { put, remove, passageOf, setVector, slots } = corpus
  return {
    put,
    remove,
    search: createSearcher(corpus, options),
    passageOf,
    setVector,
    state: corpus,
    get size() {
      return slots.size
    },
  }
}
