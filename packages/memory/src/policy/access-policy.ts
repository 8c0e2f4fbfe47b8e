import type { Kind } from '../model'
import type { ReadPolicy } from '../reading/read-policy'
import type { LoggedAudiences } from './logged-audiences'

/** A memory on its way into a space, as the write policy sees it. */
export interface Draft {
  readonly content: string
  /** where its author wants it */
  readonly space: string
  readonly kind: Kind
  readonly tags: readonly string[]
  readonly sensitivity?: string
  /** of a fact */
  readonly key?: string
  /** the spaces of what it is made from (`derivedFrom`, `evidence`), each once */
  readonly touched: readonly string[]
  /** who writes it, and who wrote what it is made from, each once */
  readonly contributors: readonly string[]
  /** what the relay's policy log says of who may see it; undefined where this device does not hold all of the log */
  readonly audiences?: LoggedAudiences | undefined
}

/** `true`: as it is. `{ refuse }`: not at all, with the reason. Else where it goes, or what it says there. */
export type WriteVerdict = true | { readonly refuse: string } | { readonly space?: string; readonly content?: string }

/**
 * What this agent lets itself write and read (the write and read policies of Rezazadeh et al., Collaborative Memory, 2025). It helps
 * agents that cooperate; what is enforced is who may join a space, by the relay.
 */
export interface AccessPolicy {
  /** Decides what becomes of a record or fact of this agent before it is written. */
  readonly write?: (draft: Draft) => WriteVerdict
  /** Decides what reads are given of another agent's record: pure and quick, asked whenever it changes. A fact whose record is changed has no value. */
  readonly read?: ReadPolicy
}
