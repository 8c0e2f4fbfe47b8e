import type { RoomName } from '@commonplace/protocol'

/** ms after which who was told that the disk is full may ask again. */
export const fullRetryMs = 5000

/** Why a room cannot be joined while its writes have no room on the disk. */
export const waitsForRoom = ({ space }: RoomName): string => `room "${space}" waits for room on the relay's disk`
