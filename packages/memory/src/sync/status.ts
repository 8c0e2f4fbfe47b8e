import type { Right } from '@commonplace/protocol'
import type { Refusal } from './refusal'
import type { SessionPhase } from './session-state'
import type { SyncErrorCode } from './sync-error'

/** How one space stands towards its room. */
export interface SpaceStatus {
  /** `private` never syncs; `failed` the storage gave up, see `fault`; the rest as in `SessionPhase`. */
  readonly state: SessionPhase | 'private' | 'failed'
  /** Writes that neither a relay acknowledged nor refused; deletes among them of what a restored relay lost, until its writer is back. */
  readonly pending: number
  /** When the oldest of them was made, ms of the clock passed in. */
  readonly oldestPendingSince?: number
  /** Its age when this status was computed, ms. */
  readonly oldestPendingMs?: number
  /** Writes that were refused for good and not discarded, oldest first. */
  readonly refused: readonly Refusal[]
  /** The epoch of the room's log, '' before the first join. When it changes, the relay was wiped or restored. */
  readonly epoch: string
  /** Everything the relay had when this session joined is here, and everything since follows. */
  readonly synced: boolean
  /**
   * It shows what other tabs or workers of this agent lent, and the relay has not given that yet: pending there, on their
   * disk, and not counted here. False until the relay was first reached: before, it has yet to get all that is shown.
   */
  readonly borrowed: boolean
  /** Something is missing in the middle: entries wait for others that have not come. */
  readonly incomplete: boolean
  /** The relay's log went back in time; this replica is bringing its own entries again. */
  readonly restoring: boolean
  /** How many own client ids have entries that the relay lost and refuses, if any; they stay readable here. */
  readonly stranded?: number
  readonly rights: readonly Right[]
  /** Why the room was refused, while `denied` or `waiting`. */
  readonly denied?: { readonly code: string; readonly message: string }
  /** The room takes nothing more, with its limit: appends wait until there is room, deletes go past them. */
  readonly full?: { readonly message: string; readonly value: number }
  /** What this replica cannot mend by itself. */
  readonly fault?: { readonly code: SyncErrorCode; readonly message: string }
}
