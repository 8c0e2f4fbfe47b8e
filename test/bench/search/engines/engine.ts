import type { BenchQuestion, BenchRecord } from '../corpus'

/** A search engine as the bench drives it; each keeps its own copy of what it needs. */
export interface Engine {
  add(record: BenchRecord): void
  update(before: BenchRecord, after: BenchRecord): void
  remove(record: BenchRecord): void
  /** The ids of the ten best, best first. */
  ask(question: BenchQuestion): string[]
  /** The same among the records of the question's user, in the question's app and one space. */
  askFiltered?(question: BenchQuestion): string[]
  /** Everything as it would be kept: bytes, or texts. */
  save?(): Saved | Promise<Saved>
  /** A new engine from what was saved. */
  load?(saved: Saved): Engine | Promise<Engine>
}

export type Saved = readonly (Uint8Array | string)[]

export const limit = 10
