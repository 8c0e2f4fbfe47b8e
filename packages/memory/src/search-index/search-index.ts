import type { Hit, Indexed, SearchQuery } from '../recall'
import type { Beside } from '../recall/saved/beside'

/**
 * The search index of a memory, in this thread or in a worker. Whatever was put or removed before a call is seen by it, and
 * nothing is answered from an index that lacks records.
 */
export interface SearchIndex {
  /**
   * Adds a record, or replaces the one with its id.
   *
   * @throws RecallError `record-invalid`
   */
  put(record: Indexed): void
  remove(id: string): void
  /** A record was said again at a time, ms: it counts as newer. */
  saidAgain(id: string, at: number): void
  /** @throws RecallError `query-invalid`, `query-too-long`, `filter-invalid`; the signal's reason */
  search(query: SearchQuery, signal?: AbortSignal): Promise<readonly Hit[]>
  /** What a record means, as text for an embedder; undefined when there is no such record. */
  passageOf(id: string): string | undefined
  /** Takes the vector of a record's passage as `passageOf` last told it. */
  setVector(id: string, vector: ArrayLike<number>): void
  /**
   * Puts the records of a space back as `save` packed them. Nobody may put or remove records of this space until it is done.
   *
   * @param bytes an array of its own, which is gone afterwards
   * @returns what was saved beside them; undefined when they do not fit: then none of them is here
   */
  restore(space: string, bytes: Uint8Array<ArrayBuffer>): Promise<Beside | undefined>
  /**
   * The records of a space with their postings, as they are at the call, packed.
   *
   * @returns undefined when one of them was replaced or removed before it was done
   */
  save(space: string, beside: Beside): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Resolves when all that was put and removed is done: nothing of what was removed is left. */
  settled(): Promise<void>
  /** To be awaited by who puts many records, so that they do not pile up; undefined when nobody need wait. */
  pressure(): Promise<void> | undefined
  close(): void
}
