import type { Author } from '../reading/record'

/** Where a line of a packet comes from. */
export interface Citation {
  /** What the line is called in the text: the same in every packet and for every agent. */
  readonly cite: string
  /** The record's id, for `memory.get` and `memory.history`. */
  readonly id: string
  readonly space: string
  /** The key of a fact. */
  readonly key?: string
  /** Whoever says it: more than one where a fact is in conflict, or where records that said the same were merged. */
  readonly authors: readonly Author[]
  /** Ids of records that said the same and were left out. */
  readonly also: readonly string[]
}

/** Why a record that was found is not in the text. */
export type OmitReason = 'budget' | 'duplicate' | 'known' | 'status'

/** What an agent is given to read before it answers. Frozen. */
export interface ContextPacket {
  /** Delimited data, at most `budget` tokens; empty when there is nothing to say. */
  readonly text: string
  readonly tokens: number
  /** In the order of the text. */
  readonly citations: readonly Citation[]
  /** Records that were found and are not in the text, best first. */
  readonly omitted: readonly { readonly id: string; readonly reason: OmitReason }[]
  /** What agents have in hand that is in the text, in its order; only where `working` was asked for. */
  readonly inHand?: readonly { readonly agent: string; readonly key: string }[]
  /** Hand it back as `since` to be told only what is new, what changed, and what is no more. */
  readonly cursor: string
}
