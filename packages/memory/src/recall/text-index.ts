import { getByID, insert, type Results, remove, search } from '@orama/orama'
import { internalDocumentIDStore } from '@orama/orama/components'
import { type Bm25Store, bm25Index } from './bm25-index'
import type { Indexed } from './indexed'
import type { NearTerm } from './near-terms'
import { createOrama } from './orama'
import type { Postings } from './postings'
import type { QueryTerm } from './query-terms'
import type { RecallTokenizer } from './tokenizer'
import { nameWord } from './weights'
import type { Where } from './where'

const schema = { text: 'string' } as const

/** One typo is forgiven, in words that nobody ever wrote. */
const tolerance = 1

/** Records by slot in Orama, with our tokenizer and index component. */
export interface TextIndex {
  readonly postings: Postings
  /** The record's slot must be free, and the lowest that was never used if none was given back. */
  insert(record: Indexed): void
  /** Takes a record in whose postings are brought by `postings.merge`. @param length how many tokens it has */
  restore(record: Indexed, length: number): void
  remove(slot: number): void
  /**
   * The best by their own words, and what was looked up.
   *
   * @param names tokens that count as names
   * @param nearOf the words used like the one that a token stands for
   */
  search(
    text: string,
    limit: number,
    names: ReadonlySet<string>,
    admits: ((slot: number) => boolean) | undefined,
    nearOf?: (token: string) => readonly NearTerm[],
  ): Found
}

export interface Found {
  readonly seeds: readonly (readonly [slot: number, score: number])[]
  readonly terms: readonly QueryTerm[]
}

/**
 * @param slotOf the slot of a record that is being inserted
 * @param order for slots with equal scores
 */
export function createTextIndex(
  tokenizer: RecallTokenizer,
  slotOf: (id: string) => number,
  order: (one: number, other: number) => number,
): TextIndex {
  let terms: readonly QueryTerm[] = []
  let less: ReadonlySet<string> = new Set()
  let nearTo: ((token: string) => readonly NearTerm[]) | undefined
  const index = bm25Index({
    order,
    weigh(all) {
      terms = all.map(term => {
        if (less.has(term.token)) return { ...term, idf: nameWord * term.idf }
        return nearTo === undefined ? term : { ...term, near: nearTo(term.token) }
      })
      return terms
    },
  })
  // Orama never forgets an id it has seen. It is given slots, which are used again; counted from 1 as they first come, they
  // are also its internal ids.
  const orama = createOrama(schema, tokenizer, index, document => String(slotOf(document.id)))

  const postings = (orama.data.index as unknown as Bm25Store).postings.get('text')!

  return {
    postings,

    insert(record) {
      insert(orama, documentOf(record))
    },

    restore(record, length) {
      const slot = String(slotOf(record.id))
      const place = internalDocumentIDStore.getInternalDocumentId(orama.internalDocumentIDStore, slot)
      orama.documentsStore.store(orama.data.docs, slot, place, documentOf(record))
      postings.addLength(place, length)
    },

    remove(slot) {
      const { text } = getByID(orama, String(slot)) as unknown as { text: string }
      remove(orama, String(slot))
      tokenizer.forget(text, token => postings.list(token) !== undefined)
    },

    search(term, limit, names, admits, nearOf) {
      less = names
      nearTo = nearOf
      const where: Where | undefined = admits && { and: [{ admits }] }
      // Without `includeVectors` Orama copies the document of every hit, to take vectors out that are not there.
      const results = search(orama, {
        term,
        limit,
        tolerance,
        includeVectors: true,
        ...(where && { where: where as never }),
      })
      const found = {
        seeds: (results as Results<unknown>).hits.map(hit => [Number(hit.id), hit.score] as const),
        terms,
      }
      terms = []
      return found
    },
  }
}

/** Tags are words too. Orama reads the object again to remove it: nobody may change it. */
function documentOf(record: Indexed) {
  if (record.tags.length === 0) return record
  return Object.freeze({ id: record.id, text: `${record.text}\n${record.tags.join(' ')}` })
}
