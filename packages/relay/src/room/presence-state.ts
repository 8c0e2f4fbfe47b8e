import type { Identity, MemberId } from './member'

/** What one client id shows of itself now. Lossy, never logged. */
export interface PresenceState extends Identity {
  readonly member: MemberId
  readonly state: Uint8Array
}
