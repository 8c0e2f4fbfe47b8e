import type { Indexed } from './indexed'
import type { NearTerm } from './near-terms'
import { Orama } from './orama'
import type { Postings } from './postings'
import type { QueryTerm } from './query-terms'
import type { RecallTokenizer } from './tokenizer'
import { nameWord } from './weights'

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
   * @param nearOf the words used or spelled like the one that a token stands for
   */
  search(
    text: string,
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
  // Of the search that is under way: Orama hands neither on to its index nor back.
  let terms: readonly QueryTerm[] = []
  let less: ReadonlySet<string> = new Set()
  let nearTo: ((token: string) => readonly NearTerm[]) | undefined
  const orama = new Orama(tokenizer, {
    order,
    weigh(all) {
      terms = all.map(term => {
        if (less.has(term.token)) return { ...term, idf: nameWord * term.idf }
        return nearTo === undefined ? term : { near: nearTo(term.token), ...term }
      })
      return terms
    },
  })
  const { postings } = orama

  return {
    postings,

    insert(record) {
      orama.insert(slotOf(record.id), documentOf(record))
    },

    restore(record, length) {
      const slot = slotOf(record.id)
      orama.keep(slot, documentOf(record))
      postings.addLength(slot, length)
    },

    remove(slot) {
      const text = orama.remove(slot)
      tokenizer.forget(text, token => postings.list(token) !== undefined)
    },

    search(term, names, admits, nearOf) {
      less = names
      nearTo = nearOf
      const seeds = orama.search(term, admits)
      const found = { seeds, terms }
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
