import type { Delivery } from '../room/effect'
import type { MemberId } from '../room/member'
import type { Room } from '../room/room'

/** A member's connection, as its room sees it. */
export interface RoomPort {
  readonly kind: 'native' | 'stock'
  readonly id: MemberId
  /** its socket holds more than it should: nothing more of a room is queued for it */
  readonly isBehind: boolean
  /** The messages this kind of member gets for an effect; rendered once for all members of the kind. */
  render(room: Room, effect: Delivery): readonly Uint8Array[]
  /** Writes the messages, and does what else the effect means for this connection. */
  deliver(room: Room, effect: Delivery, messages: readonly Uint8Array[]): void
}
