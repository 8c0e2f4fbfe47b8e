import type { Hit, KindRank, SearchQuery, Weights } from '../recall'
import type { RecallErrorCode } from '../recall/recall-error'
import type { Beside } from '../recall/saved/beside'

/** Grows with every change of the messages, and of what an index answers: a worker of another build is not spoken to. */
export const portVersion = 2

/** What an index needs besides its records, as the worker takes it. */
export interface IndexSetup {
  readonly language: string
  readonly weights?: Partial<Weights> | undefined
  readonly kinds: ReadonlyMap<string, KindRank>
  /** Length of the vectors, with an embedder. */
  readonly dimensions?: number | undefined
  /** Names what memories have in common that may share an index; each has one of its own where it is left out. */
  readonly shared?: string | undefined
}

/** Words used like those of a question, which the worker has no table for: by word. */
export type NearWords = ReadonlyMap<string, readonly { readonly word: string; readonly likeness: number }[]>

/** What a memory says to the worker that holds its index. The first is `open`; all are done in their order. */
export type ToWorker =
  | { readonly type: 'open'; readonly version: number; readonly setup: IndexSetup }
  /** see `operations.ts`; answered by `done`, in order */
  | { readonly type: 'change'; readonly operations: readonly unknown[] }
  | { readonly type: 'search'; readonly id: number; readonly query: SearchQuery; readonly near?: NearWords | undefined }
  /** nobody waits for the answer any more */
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'restore'; readonly id: number; readonly space: string; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'save'; readonly id: number; readonly space: string; readonly beside: Beside }
  | { readonly type: 'settle'; readonly id: number }
  /** holds this name as long as it is there */
  | { readonly type: 'present'; readonly name: string }
  | { readonly type: 'close' }

/** What each kind of request is answered with. */
export interface Answers {
  search: readonly Hit[]
  restore: Beside | undefined
  save: Uint8Array<ArrayBuffer> | undefined
  settle: undefined
}

export type FromWorker =
  /** one `change` is carried out */
  | { readonly type: 'done' }
  /** what records mean has changed: `passage` is undefined of one that was removed */
  | { readonly type: 'passages'; readonly passages: readonly Passage[] }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly type: 'failed'; readonly id: number; readonly error: CarriedError }
  /** holds this name as long as it is there */
  | { readonly type: 'present'; readonly name: string }
  /** it cannot serve at all */
  | { readonly type: 'unfit'; readonly message: string }

export interface Passage {
  readonly id: string
  readonly passage: string | undefined
  /** Of this passage: a vector that comes with another one is not its own. */
  readonly version: number
}

export interface CarriedError {
  readonly message: string
  /** Of a `RecallError`. */
  readonly refusal?: { readonly code: RecallErrorCode; readonly hint: string }
}
