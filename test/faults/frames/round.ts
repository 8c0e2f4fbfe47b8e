import type { RoomName, StateVector } from '@commonplace/protocol'
import type { SeededRandom } from '@commonplace/protocol/testing'

/** An update that the relay acknowledged to somebody hostile. */
export interface AckedForgery {
  readonly kind: string
  readonly room: RoomName
  readonly codec: number
  readonly bytes: Uint8Array
}

/** What all connections of a round share: where they meet, and what is noted of them. */
export interface Round {
  readonly url: string
  /** rooms where well-behaved writers and hostile ones meet */
  readonly rooms: readonly RoomName[]
  /** client ids of the well-behaved, in every room */
  readonly victims: readonly number[]
  readonly acked: AckedForgery[]
  /** the newest state vector of a room that a hostile connection was told */
  readonly known: Map<RoomName, StateVector>
  /** a hostile message was sent */
  count(kind: string): void
  /** a well-behaved connection met something it should not have */
  disturb(what: string): void
}

/** A client id of 53 bits. */
export const randomClient = (random: SeededRandom): number => random.below(2 ** 26) * 2 ** 27 + random.below(2 ** 27)

export const defaultRoom = (space: string): RoomName => ({ tenant: 'default', space, segment: 0 })
