import type { Indexed, SearchQuery } from '../recall'
import type { Beside } from '../recall/saved/beside'
import type { Answers, NearWords } from './messages'

/** The index of one memory as the worker keeps it: one of its own, or what it sees of one that several share. */
export interface KeptIndex {
  put(record: Indexed): void
  remove(id: string): void
  saidAgain(id: string, at: number): void
  setVector(id: string, vector: ArrayLike<number>): void
  passageOf(id: string): string | undefined
  /** @param near words used like those of the question @throws RecallError */
  search(query: SearchQuery, near: NearWords | undefined): Promise<Answers['search']>
  restore(space: string, bytes: Uint8Array<ArrayBuffer>): Promise<Answers['restore']>
  save(space: string, beside: Beside): Promise<Answers['save']>
  /** All that was put is there: a good moment to look whether it can do with less. */
  settled(): void
  /** Its memory is gone. */
  leave(): void
}
