import type { Piece } from '../room/effect'
import type { Room } from '../room/room'
import { joinSmall } from './join-small'
import { pieceMessage } from './piece-message'
import { concatenated } from './websocket-message'

interface Shared {
  readonly pieces: readonly Piece[]
  readonly messages: readonly Uint8Array[]
}

/**
 * The pieces of a join, framed once for all who join a room in the same state: many join at once when a relay or a team starts.
 * What was framed last is kept for a short while only, since it holds the pieces in memory.
 */
export class SharedPieces {
  readonly #last = new Map<Room, Shared>()
  readonly #later: (run: () => void) => void
  #isWatched = false

  /** @param later calls back after as long as it is to be kept */
  constructor(later: (run: () => void) => void) {
    this.#later = later
  }

  messagesOf(room: Room, pieces: readonly Piece[]): readonly Uint8Array[] {
    const last = this.#last.get(room)
    if (last !== undefined && areSame(last.pieces, pieces)) return last.messages
    const { channel } = room
    const messages = joinSmall(
      pieces.flatMap(({ codec, update }, index) => pieceMessage({ type: 'piece', channel, index, codec, update })),
      concatenated,
    )
    this.#last.set(room, { pieces, messages })
    if (!this.#isWatched) {
      this.#isWatched = true
      this.#later(() => {
        this.#isWatched = false
        this.#last.clear()
      })
    }
    return messages
  }
}

/** Whether they are the very bytes; what is cut out for a joiner is its own. */
function areSame(a: readonly Piece[], b: readonly Piece[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ update, codec }, index) => {
      const other = b[index]!
      return other.update === update && other.codec === codec
    })
  )
}
