import type { Binding, LeaseEnd, Receipt, Reception, RefusalCode, Right, StateVector } from '@commonplace/protocol'
import type { MemberId } from './member'
import type { StoredLease } from './stored-lease'

/** The bytes of one piece that a joiner lacks. */
export interface Piece {
  readonly codec: number
  readonly update: Uint8Array
}

/** What is to be done about leases that concerns nobody else. */
export type LeaseEffect =
  /** bring it to disk, then `leaseStored` */
  | { readonly type: 'lease-put'; readonly lease: StoredLease }
  /** remove it from disk, then `leaseDropped` */
  | { readonly type: 'lease-drop'; readonly number: number }
  /** call `expireLease` when so many ms have passed since the last of these */
  | { readonly type: 'lease-lasts'; readonly number: number; readonly ms: number }

/** What the room engine wants done, in order. The server turns each into bytes for the members it names. */
export type Effect =
  /** something was queued: a commit is due */
  | { readonly type: 'append' }
  | LeaseEffect
  | {
      readonly type: 'joined'
      readonly members: readonly MemberId[]
      readonly request: number
      readonly rights: readonly Right[]
      readonly taken: readonly number[]
      readonly vector: StateVector
      readonly bindings: readonly Binding[]
      readonly receipts: readonly Receipt[]
      readonly receptions: readonly Reception[]
      readonly pieces: readonly Piece[]
    }
  | { readonly type: 'rights-changed'; readonly members: readonly MemberId[]; readonly rights: readonly Right[] }
  | { readonly type: 'acked'; readonly members: readonly MemberId[]; readonly upTo: number }
  | {
      readonly type: 'refused'
      readonly members: readonly MemberId[]
      readonly seq: number
      readonly code: RefusalCode
      readonly message: string
      readonly value: number
    }
  | { readonly type: 'bindings'; readonly members: readonly MemberId[]; readonly bindings: readonly Binding[] }
  | { readonly type: 'receptions'; readonly members: readonly MemberId[]; readonly receptions: readonly Reception[] }
  | {
      readonly type: 'updates'
      readonly members: readonly MemberId[]
      /** log number of the last update */
      readonly number: number
      readonly updates: readonly Uint8Array[]
    }
  | {
      readonly type: 'closed'
      readonly members: readonly MemberId[]
      /** the join that is still without an answer: its sender knows no channel yet */
      readonly request?: number
      readonly code: RefusalCode
      readonly message: string
      /** of that join's answer */
      readonly value?: number
    }
  | {
      readonly type: 'presence'
      readonly members: readonly MemberId[]
      readonly client: number
      readonly agent: string
      readonly user: string
      /** empty: gone */
      readonly state: Uint8Array
    }
  | {
      readonly type: 'granted'
      readonly members: readonly MemberId[]
      readonly request: number
      readonly number: number
      readonly ttlMs: number
    }
  | {
      readonly type: 'held'
      readonly members: readonly MemberId[]
      readonly request: number
      readonly number: number
      readonly agent: string
      readonly user: string
      readonly ttlMs: number
    }
  | {
      readonly type: 'ended'
      readonly members: readonly MemberId[]
      readonly number: number
      readonly reason: LeaseEnd
    }
  | {
      readonly type: 'lease-refused'
      readonly members: readonly MemberId[]
      readonly request: number
      readonly code: RefusalCode
      readonly message: string
      readonly value: number
    }
  /** a stock member's update builds on something the room lacks: ask for everything it has */
  | { readonly type: 'gap'; readonly members: readonly MemberId[] }

/** An effect that goes to members. */
export type Delivery = Exclude<Effect, { type: 'append' } | LeaseEffect>
