import type { Memory } from '@commonplace/memory'
import type { Entity } from './entities'
import type { SearchFilters } from './filters'
import type { Extract } from './messages'

/** What mem0 is set up with: taken, so that a program changes one import, and not used. */
type Mem0Setting =
  | 'version'
  | 'embedder'
  | 'vectorStore'
  | 'llm'
  | 'reranker'
  | 'historyStore'
  | 'historyDbPath'
  | 'disableHistory'
  | 'customInstructions'

export interface MemoryConfig extends Partial<Readonly<Record<Mem0Setting, unknown>>> {
  /** What `openMemory` gave; one of an agent `mem0` of its own when left out. */
  readonly memory?: Memory | undefined
  /** The space that memories are written to, and read from; the default one, and all open ones, when left out. */
  readonly space?: string | undefined
  /** What `infer` asks in place of a model; messages are remembered as they are when left out. */
  readonly extract?: Extract | undefined
}

// biome-ignore lint/suspicious/noExplicitAny: as mem0 declares it
type Metadata = Record<string, any>

export interface AddMemoryOptions extends Entity {
  readonly metadata?: Metadata | undefined
  readonly filters?: SearchFilters | undefined
  /** False keeps the messages as they are; true when left out, as far as there is an `extract`. */
  readonly infer?: boolean | undefined
  /** The last day on which it is found, `YYYY-MM-DD`, by UTC. */
  readonly expirationDate?: string | null | undefined
  readonly timestamp?: never
}

export interface GetAllMemoryOptions {
  /** 20 when left out. */
  readonly topK?: number | undefined
  readonly filters?: SearchFilters | undefined
  readonly showExpired?: boolean | undefined
}

export interface SearchMemoryOptions extends GetAllMemoryOptions {
  /** The share of the best one's score that is enough, 0 to 1; 0.1 when left out. */
  readonly threshold?: number | undefined
  readonly explain?: boolean | undefined
  /** There is no reranker: changes nothing. */
  readonly rerank?: boolean | undefined
  readonly referenceDate?: never
}

export interface UpdateMemoryOptions {
  readonly text?: string | undefined
  /** mem0's older name of `text`. */
  readonly data?: string | undefined
  /** Laid over the metadata that is there. */
  readonly metadata?: Metadata | undefined
  readonly expirationDate?: string | null | undefined
}

export type DeleteAllMemoryOptions = Entity
