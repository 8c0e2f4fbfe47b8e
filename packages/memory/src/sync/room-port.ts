import type { Leave, Update } from '@commonplace/protocol'
import type { JoinParts } from './session-shape'

/** What a connection lends a replica while it is up. */
export interface RoomPort {
  /** Asks to join; the connection numbers the request and drops answers to older ones. */
  join(join: JoinParts): void
  send(frame: Update | Leave): void
  /** Calls the replica's `retry` after a pause that grows with the attempt. */
  wait(attempt: number, atLeastMs: number): void
  /** The relay broke the protocol: ends the socket. */
  fail(message: string): void
}
