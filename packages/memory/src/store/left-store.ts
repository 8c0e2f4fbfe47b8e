import type { Storage } from '@commonplace/storage'

/** A store of this agent that another tab left behind, held by this one now. */
export interface LeftStore {
  readonly storage: Storage
  /** Closes and deletes it. */
  destroy(): Promise<void>
}

/** One that is there and cannot be opened: what only it has is not seen. */
export interface UnreadStore {
  readonly error: unknown
}
