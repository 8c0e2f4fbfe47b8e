import type { RefusalCode } from '@commonplace/protocol'
import { HintedError } from '../hinted-error'

/**
 * Why a write was parked although no relay refused it:
 * - `removed` the room holds a deletion where this write would be: another copy of this replica gave the place up
 * - `dropped` a compaction that rested on a refused write; it is decided anew
 */
export type LocalRefusalCode = 'removed' | 'dropped'

/**
 * - a refusal's own code, when the awaited write was refused
 * - `closed` the replica or connection was closed before
 * - `private` the write is in a private space and never reaches a relay
 * - `not-own` an entry of another writer was to be deleted
 * - `storage-failed` the storage did not take a commit; nothing is accepted until the space is opened again
 * - `damaged`, `newer` the journal cannot be read, or a newer version of the library wrote it
 * - `clients-collided` another process writes under this replica's client id; the replica took a fresh one
 * - `room-taken` the connection has another replica of the same room
 * - `offline` the relay had to be asked and could not be
 */
export type SyncErrorCode =
  | RefusalCode
  | LocalRefusalCode
  | 'closed'
  | 'private'
  | 'not-own'
  | 'storage-failed'
  | 'damaged'
  | 'newer'
  | 'clients-collided'
  | 'room-taken'
  | 'offline'

/** An error of the sync layer; `hint` says what the caller can do about it. */
export class SyncError extends HintedError<SyncErrorCode> {
  override readonly name = 'SyncError'
}

export const damagedHint =
  'restore a backup, or move the store away and let the relay fill a new one; one left out of `spaces` keeps no other from opening'
