import type { AnyOrama } from '@orama/orama'
import { documentsStore, internalDocumentIDStore } from '@orama/orama/components'
import { type Bm25Options, type Bm25Store, bm25Index } from './bm25-index'
import type { Postings } from './postings'
import type { RecallTokenizer } from './tokenizer'
import type { Where } from './where'

/** The only field that is searched. */
const field = 'text'

/** One typo is forgiven, in words that nobody ever wrote. */
const tolerance = 1

/** What parts are told that ours do not ask. */
const unasked = undefined as never

/**
 * An Orama database in its parts: its stores of ids and documents, our index and our tokenizer. They are called as its
 * `insert`, `remove` and `search` call them; those bring facets, groups, vectors, places on a map, pins and a schema to check,
 * of which nothing is used here, and are nine tenths of what a browser would have to load of it.
 *
 * Orama never forgets an id it has seen. It is given slots, which are used again; counted from 1 as they first come, they
 * are also its internal ids.
 */
export class Orama {
  readonly postings: Postings
  readonly #tokenizer: RecallTokenizer
  readonly #index: ReturnType<typeof bm25Index>
  readonly #store: Bm25Store
  readonly #ids = internalDocumentIDStore.createInternalDocumentIDStore()
  readonly #documents = documentsStore.createDocumentsStore()
  readonly #held = this.#documents.create(unasked, this.#ids)

  constructor(tokenizer: RecallTokenizer, options: Bm25Options) {
    this.#tokenizer = tokenizer
    this.#index = bm25Index(options)
    this.#store = this.#index.create<AnyOrama>(unasked, this.#ids, { [field]: 'string' } as never)
    this.postings = this.#store.postings.get(field)!
  }

  /** Keeps a document whose postings come from elsewhere. It is read again to remove it: nobody may change it. */
  keep(slot: number, document: { readonly text: string }): void {
    const id = String(slot)
    const place = internalDocumentIDStore.getInternalDocumentId(this.#ids, id)
    this.#documents.store(this.#held, id, place, document)
  }

  insert(slot: number, document: { readonly text: string }): void {
    this.keep(slot, document)
    this.#index.insert(...this.#place(slot, document.text))
  }

  /** @returns its text */
  remove(slot: number): string {
    const text: string = this.#documents.get(this.#held, slot)!.text
    this.#index.remove(...this.#place(slot, text))
    this.#documents.remove(this.#held, String(slot), slot)
    return text
  }

  /** The best of those that are admitted, best first. */
  search(term: string, admits: ((slot: number) => boolean) | undefined): [slot: number, score: number][] {
    const [store, tokenizer] = [this.#store, this.#tokenizer]
    const where: Where | undefined = admits && { and: [{ admits }] }
    const admitted = where && this.#index.searchByWhereClause(store, tokenizer, where as never, unasked)
    return this.#index.search(store, term, tokenizer, unasked, [field], false, tolerance, {}, unasked, 0, admitted)
  }

  #place(slot: number, text: string): Parameters<ReturnType<typeof bm25Index>['remove']> {
    return [this.#index, this.#store, field, String(slot), slot, text, 'string', unasked, this.#tokenizer, 0]
  }
}
