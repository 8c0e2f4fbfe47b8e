import type { Identity } from './member'

/** What of a lease is on disk. */
export interface StoredLease extends Identity {
  readonly key: string
  readonly number: number
  /** the claim's own number, drawn by the client */
  readonly holder: number
  readonly ttlMs: number
}

/** What a store holds of a room's leases: only those of the room's epoch count. */
export interface StoredLeases {
  readonly last: number
  readonly leases: readonly StoredLease[]
}
