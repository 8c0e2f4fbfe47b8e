import type { DeleteSet, Receipt, Right, StateVector } from '@commonplace/protocol'
import type { FoundBlocks } from './blocks-beyond'

/** The number of a connection, unique in the process. */
export type MemberId = number

/** Whom a connection acts as. */
export interface Identity {
  readonly agent: string
  readonly user: string
}

/** What a native join asks for; its answer waits until everything queued before it is durable. */
export interface JoinRequest {
  readonly request: number
  readonly ids: readonly number[]
  /** what the joiner shows for them */
  readonly receipts?: readonly Receipt[]
  /** the epoch of what the joiner holds; empty when it holds nothing */
  readonly epoch: string
  /** state vector of what the joiner holds already */
  readonly vector: StateVector
  /** digest of the deletes the joiner holds already */
  readonly deletesDigest: number
  /** the joiner takes pieces of `codecDeflated` */
  readonly readsPacked?: boolean
  /** what was found of pieces that the joiner holds in part */
  readonly found?: FoundBlocks
}

/** What of the room was sent to a member that fell behind; it gets the rest once it has drained. */
export interface Sent {
  readonly vector: StateVector
  readonly deletes: DeleteSet
  /** how many of the room's bindings */
  bindings: number
  receptions: number
  /** log number of the last */
  readonly number: number
}

/** One connection in one room. */
export interface Member extends Identity {
  readonly id: MemberId
  /** stock members name no ids, get no acknowledgements, and lose what the guard drops */
  readonly kind: 'native' | 'stock'
  rights: ReadonlySet<Right>
  /** client ids this channel holds: a few, for which a set would be large */
  readonly ids: readonly number[]
  /** join that is not answered yet, and the log number it waits for */
  joining: {
    readonly request: JoinRequest
    readonly taken: readonly number[]
    readonly receipts: readonly Receipt[]
    readonly at: number
  } | null
  /** null while everything committed is sent at once */
  behind: Sent | null
  /** after a refusal nothing more is taken until the next join */
  isBlocked: boolean
  lastSeq: number
  /** frames that were taken and are not acknowledged, each with the log number that must be durable first */
  waiting: { readonly seq: number; readonly at: number }[]
}

/** Of a member that waits for nothing: one list for all of them, which nobody adds to (see `appended`). */
export const noWaiting: Member['waiting'] = []

/** Whether two connections act as the same agent for the same user. */
export const sameIdentity = (a: Identity, b: Identity): boolean => a.agent === b.agent && a.user === b.user
