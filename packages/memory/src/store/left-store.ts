import type { Storage } from '@commonplace/storage'

/** A store of this agent that another tab left behind, held by this one now. */
export interface LeftStore {
  readonly storage: Storage
  /** Closes and deletes it. */
  destroy(): Promise<void>
}
