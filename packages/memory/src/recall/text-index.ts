import { create, insert, type Orama, type Results, remove, search } from '@orama/orama'
import { type Bm25Store, bm25Index } from './bm25-index'
import { enumFields } from './filter-fields'
import type { Indexed } from './indexed'
import type { Postings } from './postings'
import type { RecallTokenizer } from './tokenizer'
import type { Where } from './where'

const schema = {
  text: 'string',
  tags: 'enum[]',
  ...(Object.fromEntries(enumFields.map(field => [field, 'enum'])) as Record<(typeof enumFields)[number], 'enum'>),
} as const

/** One typo is forgiven, in words that nobody ever wrote. */
export const tolerance = 1

/** Records by slot in Orama, with our tokenizer and index component. */
export interface TextIndex {
  readonly postings: Postings
  /** @param slot free, and the lowest that was never used if none was given back */
  insert(slot: number, record: Indexed): void
  remove(slot: number): void
  search(term: string, limit: number, where: Where | undefined): [slot: number, score: number][]
}

/** @param order for slots with equal scores */
export function createTextIndex(tokenizer: RecallTokenizer, order: (one: number, other: number) => number): TextIndex {
  const orama: Orama<typeof schema> = create({
    id: 'recall',
    schema,
    sort: { enabled: false },
    components: {
      tokenizer,
      index: bm25Index(order),
      // Orama never forgets an id it has seen. It is given slots, which are used again; counted from 1 as they first
      // come, they are also its internal ids.
      getDocumentIndexId: (document: { slot: string }) => document.slot,
    },
  })

  return {
    postings: (orama.data.index as unknown as Bm25Store).postings.get('text')!,

    insert(slot, record) {
      insert(orama, documentOf(record, slot))
    },

    remove(slot) {
      remove(orama, String(slot))
    },

    search(term, limit, where) {
      // Without `includeVectors` Orama copies the document of every hit, to take vectors out that are not there.
      const results = search(orama, {
        term,
        limit,
        tolerance,
        includeVectors: true,
        ...(where && { where: where as never }),
      })
      return (results as Results<unknown>).hits.map(hit => [Number(hit.id), hit.score])
    },
  }
}

function documentOf(record: Indexed, slot: number) {
  const tags = record.tags as string[]
  const { text, space, kind, author, user, agent, run, app } = record
  const words = tags.length === 0 ? text : `${text}\n${tags.join(' ')}`
  // Orama reads the object again to remove it: nobody may change it.
  return Object.freeze({ slot: String(slot), text: words, tags, space, kind, author, user, agent, run, app })
}
