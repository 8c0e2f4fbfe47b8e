import { create, insert, type Orama, type Results, remove, search } from '@orama/orama'
import { bm25Index, mostHits } from './bm25-index'
import { type CompiledFilter, type CompileOptions, compileFilter, type Filter } from './filter'
import { enumFields } from './filter-fields'
import { freezeIndexed, type Indexed, momentOf, sameIndexed } from './indexed'
import { RecallError } from './recall-error'
import { createTokenizer } from './tokenizer'
import type { Where } from './where'

/** A question to recall. */
export interface SearchQuery {
  /** Words or a whole question; at most 8,192 characters. */
  readonly text: string
  /** How many hits at most, 1 to 1,000; 10 if left out. */
  readonly limit?: number
  readonly filter?: Filter
  /** The last word is still being typed: what begins with it counts too, and only records that match themselves. */
  readonly prefix?: boolean
}

/** A record found, with the reasons. */
export interface Hit {
  readonly id: string
  /** The sum of its parts; comparable within one search only. */
  readonly score: number
  readonly why: {
    /** What the score is made of, largest first. */
    readonly parts: readonly { readonly name: string; readonly value: number }[]
    /** The words of the query that the record itself holds. */
    readonly words: readonly string[]
  }
}

/** An index of records that is searched by words. Synchronous: a search sees every put and remove before it. */
export interface Recall {
  /** Adds a record, or replaces the one with its id. */
  put(record: Indexed): void
  /** @returns whether there was one */
  remove(id: string): boolean
  /**
   * The best hits, best first; equal scores by time, newest first, then by id.
   *
   * @throws RecallError `query-too-long`, `query-invalid`, `filter-invalid`
   */
  search(query: SearchQuery): Hit[]
  readonly size: number
}

const longestQuery = 8_192
const mostResults = 1_000

const schema = {
  text: 'string',
  tags: 'enum[]',
  ...(Object.fromEntries(enumFields.map(field => [field, 'enum'])) as {
    [Field in (typeof enumFields)[number]]: 'enum'
  }),
} as const

interface Stored {
  readonly slot: string
  readonly text: string
  readonly record: Indexed
}

/** An empty index. */
export function createRecall(options: CompileOptions = {}): Recall {
  const tokenizer = createTokenizer()
  const slotsById = new Map<string, number>()
  const records: (Indexed | undefined)[] = []
  const freeSlots: number[] = []

  const newestFirst = (one: number, other: number) => compareRecords(records[one]!, records[other]!)
  const orama = create({
    id: 'recall',
    schema,
    sort: { enabled: false },
    components: {
      tokenizer,
      index: bm25Index(newestFirst),
      // Orama never forgets an id it has seen, so it is given slots, which are used again.
      getDocumentIndexId: (document: Stored) => document.slot,
    },
  }) as Orama<typeof schema>

  function put(record: Indexed): void {
    const frozen = freezeIndexed(record)
    const known = slotsById.get(frozen.id)
    if (known !== undefined) {
      if (sameIndexed(records[known]!, frozen)) return
      removeSlot(known)
    }
    const slot = known ?? freeSlots.pop() ?? Math.max(1, records.length)
    records[slot] = frozen
    slotsById.set(frozen.id, slot)
    insert(orama, documentOf(frozen, slot))
  }

  function removeSlot(slot: number): void {
    remove(orama, String(slot))
    records[slot] = undefined
  }

  function removeRecord(id: string): boolean {
    const slot = slotsById.get(id)
    if (slot === undefined) return false
    removeSlot(slot)
    slotsById.delete(id)
    freeSlots.push(slot)
    return true
  }

  function searchRecords(query: SearchQuery): Hit[] {
    const { text, limit } = checkQuery(query)
    const filter = compileFilter(query.filter ?? {}, options)
    const results = search(orama, {
      term: text,
      limit: mostHits,
      tolerance: 1,
      ...(query.filter === undefined ? {} : { where: whereOf(filter, records) as never }),
    }) as Results<Stored>
    const words = new Set(tokenizer.tokenize(text))
    return results.hits
      .map(hit => ({ record: records[Number(hit.id)]!, score: hit.score }))
      .filter(hit => filter.matches(hit.record))
      .slice(0, limit)
      .map(({ record, score }) => ({
        id: record.id,
        score,
        why: {
          parts: [{ name: 'words', value: score }],
          words: [...words].filter(w => tokenizer.tokenize(record.text).includes(w)),
        },
      }))
  }

  return {
    put,
    remove: removeRecord,
    search: searchRecords,
    get size() {
      return slotsById.size
    },
  }
}

function documentOf(record: Indexed, slot: number) {
  const { space, kind, author, user, agent, run, app, tags } = record
  const text = tags.length === 0 ? record.text : `${record.text}\n${tags.join(' ')}`
  return Object.freeze({ slot: String(slot), text, tags: [...tags], space, kind, author, user, agent, run, app })
}

function whereOf(filter: CompiledFilter, records: readonly (Indexed | undefined)[]): Where {
  return { and: [{ admits: slot => filter.matches(records[slot]!) }, ...filter.clauses] }
}

/** Newest first, then by id: the same on every replica. */
function compareRecords(one: Indexed, other: Indexed): number {
  return momentOf(other) - momentOf(one) || (other.sequence ?? 0) - (one.sequence ?? 0) || (one.id < other.id ? -1 : 1)
}

function checkQuery(query: SearchQuery): { text: string; limit: number } {
  const { text, limit = 10 } = query
  if (typeof text !== 'string') {
    throw new RecallError('query-invalid', 'a search needs a text', { hint: 'give the question or the words as text' })
  }
  if (text.length > longestQuery) {
    throw new RecallError('query-too-long', `the query has ${text.length} characters, ${longestQuery} are the most`, {
      hint: 'search for the sentence that asks, not for the whole document',
    })
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > mostResults) {
    throw new RecallError('query-invalid', `limit is ${limit}`, {
      hint: `give a whole number from 1 to ${mostResults}`,
    })
  }
  return { text, limit }
}
