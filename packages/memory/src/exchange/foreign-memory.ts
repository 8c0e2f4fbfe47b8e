import type { AddOptions } from '../input/input'

/** Something remembered elsewhere, as it is to be added here. */
export interface ForeignMemory {
  readonly content: string
  /** `scope` says whose it was there; of the importing agent where it names nobody */
  readonly options: AddOptions
  /** a relation rather than a text */
  readonly relation?: { readonly subject: string; readonly predicate: string; readonly object: string }
}

/** What was read, and what was not, with the reason. */
export interface ForeignMemories {
  readonly memories: readonly ForeignMemory[]
  readonly skipped: readonly Skipped[]
}

/** Something that was not taken over. */
export interface Skipped {
  /** where it stood: a line, or a place in a list */
  readonly at: number
  readonly reason: string
}
