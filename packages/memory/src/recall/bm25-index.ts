import { components, type IIndex, type TokenScore } from '@orama/orama'
import { Postings, type SavedPostings } from './postings'
import { type QueryTerm, queryTerms } from './query-terms'
import { Scorer } from './scorer'
import { seedCount } from './weights'
import { idsWhere, type Where } from './where'

type BaseStore = components.index.Index

/** Orama's store of one index, with our postings beside its trees. */
export interface Bm25Store extends BaseStore {
  /** By the path of the text field. */
  postings: Map<string, Postings>
}

export interface Bm25Options {
  readonly order?: (one: number, other: number) => number
  readonly weigh?: (terms: readonly QueryTerm[]) => readonly QueryTerm[]
}

/**
 * Orama's index component with exact-token BM25 for `string` fields. Orama's own treats every query word as a prefix,
 * sums what it expands to and normalises the length twice; it answers questions badly and, past ten thousand documents,
 * slowly. Other fields stay with Orama's trees. Terms are ored and a search hands on `seedCount` hits at most;
 * `threshold`, `exact` and `relevance` have no effect.
 *
 * @param options.order for documents with equal scores, by Orama's internal ids
 * @param options.weigh told what each search looks up, and returns what it counts
 */
export function bm25Index({
  order = (one, other) => one - other,
  weigh = terms => terms,
}: Bm25Options = {}): IIndex<Bm25Store> {
  const base = components.index.createIndex()
  const scorer = new Scorer()

  return {
    ...base,

    create(orama, ids, schema) {
      const store = base.create(orama, ids, schema)
      const texts = Object.entries(store.searchablePropertiesWithTypes).filter(([, type]) => type === 'string')
      return { ...store, postings: new Map(texts.map(([path]) => [path, new Postings()])) }
    },

    insert(implementation, store, path, id, slot, value, type, language, tokenizer, count, options) {
      const postings = store.postings.get(path)
      if (postings === undefined) {
        return base.insert(
          implementation as unknown as typeof base,
          store,
          path,
          id,
          slot,
          value,
          type,
          language,
          tokenizer,
          count,
          options,
        )
      }
      postings.add(slot, tokenizer.tokenize(value as string, language, path, false))
    },

    remove(implementation, store, path, id, slot, value, type, language, tokenizer, count) {
      const postings = store.postings.get(path)
      if (postings === undefined) {
        return base.remove(
          implementation as unknown as typeof base,
          store,
          path,
          id,
          slot,
          value,
          type,
          language,
          tokenizer,
          count,
        )
      }
      postings.remove(slot, tokenizer.tokenize(value as string, language, path, false))
      return true
    },

    search(anyStore, text, tokenizer, _language, paths, _exact, tolerance, boost, _relevance, _count, where) {
      const { postings } = anyStore as Bm25Store
      const admits = where === undefined ? undefined : (slot: number) => where.has(slot)
      const rankings = paths.flatMap(path => {
        const list = postings.get(path)
        if (list === undefined) return []
        const weight = (boost as Record<string, number>)[path] ?? 1
        const terms = weigh(queryTerms(list, tokenizer, text, tolerance))
        const best = scorer.best(list, terms, seedCount, admits, order)
        return [weight === 1 ? best : best.map(([slot, score]): TokenScore => [slot, weight * score])]
      })
      return rankings.length === 1 ? rankings[0]! : sumOf(rankings, order)
    },

    searchByWhereClause(anyStore, tokenizer, where, language) {
      const store = anyStore as Bm25Store
      return idsWhere(where as unknown as Where) ?? base.searchByWhereClause(store, tokenizer, where, language)
    },

    save<R>(store: Bm25Store): R {
      const postings = [...store.postings].map(([path, list]) => [path, list.save()])
      return { ...(base.save(store) as object), postings } as R
    },

    load<R>(ids: components.internalDocumentIDStore.InternalDocumentIDStore, raw: R): Bm25Store {
      const { postings } = raw as { postings: [string, SavedPostings][] }
      return {
        ...base.load(ids, raw),
        postings: new Map(postings.map(([path, saved]) => [path, Postings.load(saved)])),
      }
    },
  }
}

function sumOf(rankings: readonly TokenScore[][], order: (one: number, other: number) => number): TokenScore[] {
  const sums = new Map<number, number>()
  for (const [slot, score] of rankings.flat()) sums.set(slot, (sums.get(slot) ?? 0) + score)
  return [...sums].sort((one, other) => other[1] - one[1] || order(one[0], other[0]))
}
