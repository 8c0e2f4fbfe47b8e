import type { AnyIndexStore, IIndex } from '@orama/orama'
import { Postings, type SavedPostings } from './postings'
import { type QueryTerm, queryTerms } from './query-terms'
import { Scorer } from './scorer'
import { seedCount } from './weights'
import { idsWhere, type Where } from './where'

/** The store of one index. */
export interface Bm25Store extends AnyIndexStore {
  /** By the path of the text field. */
  readonly postings: ReadonlyMap<string, Postings>
}

export interface Bm25Options {
  readonly order?: (one: number, other: number) => number
  readonly weigh?: (terms: readonly QueryTerm[]) => readonly QueryTerm[]
}

/**
 * An Orama index component with exact-token BM25, for one `string` field and nothing else. Orama's own treats every query word
 * as a prefix, sums what it expands to and normalises the length twice; it answers questions badly and, past ten thousand
 * documents, slowly. Terms are ored and a search hands on `seedCount` hits at most; `threshold`, `exact`, `boost` and
 * `relevance` have no effect.
 *
 * @param options.order for documents with equal scores, by Orama's internal ids
 * @param options.weigh told what each search looks up, and returns what it counts
 */
export function bm25Index({
  order = (one, other) => one - other,
  weigh = terms => terms,
}: Bm25Options = {}): IIndex<Bm25Store> {
  const scorer = new Scorer()

  return {
    ...unscored,

    create(_orama, _ids, schema) {
      return storeOf(Object.keys(schema).map(path => [path, new Postings()]))
    },

    getSearchableProperties: store => [...store.postings.keys()],

    getSearchablePropertiesWithTypes: store =>
      Object.fromEntries([...store.postings.keys()].map(path => [path, 'string'] as const)),

    insert(_implementation, store, path, _id, slot, value, _type, language, tokenizer) {
      store.postings.get(path)!.add(slot, tokenizer.tokenize(value as string, language, path, false))
    },

    remove(_implementation, store, path, _id, slot, value, _type, language, tokenizer) {
      store.postings.get(path)!.remove(slot, tokenizer.tokenize(value as string, language, path, false))
      return true
    },

    search(anyStore, text, tokenizer, _language, [path], _exact, tolerance, _boost, _relevance, _count, where) {
      const list = (anyStore as Bm25Store).postings.get(path!)!
      const admits = where === undefined ? undefined : (slot: number) => where.has(slot)
      return scorer.best(list, weigh(queryTerms(list, tokenizer, text, tolerance)), seedCount, admits, order)
    },

    searchByWhereClause: (_store, _tokenizer, where) => idsWhere(where as unknown as Where),

    save: <R>(store: Bm25Store) => ({ postings: [...store.postings].map(([path, list]) => [path, list.save()]) }) as R,

    load(_ids, raw) {
      const { postings } = raw as { postings: [string, SavedPostings][] }
      return storeOf(postings.map(([path, saved]) => [path, Postings.load(saved)]))
    },
  }
}

/** Orama's own index calls these of itself; this one counts in its postings. */
const unscored = {
  insertDocumentScoreParameters() {},
  insertTokenScoreParameters() {},
  removeDocumentScoreParameters() {},
  removeTokenScoreParameters() {},
  calculateResultScores() {},
}

/** Orama's search asks every store for its vectors. */
function storeOf(postings: (readonly [string, Postings])[]): Bm25Store {
  return { postings: new Map(postings), vectorIndexes: {} } as unknown as Bm25Store
}
