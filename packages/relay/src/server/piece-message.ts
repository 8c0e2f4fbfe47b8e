import { encodeFrame, type Piece } from '@commonplace/protocol'
import * as encoding from 'lib0/encoding'
import { toWebSocketParts } from './websocket-message'

const nothing = new Uint8Array()

/**
 * A `piece` frame whose last part is the piece as the room holds it: a join copies nothing, and all who join at once share the
 * room's bytes.
 */
export function pieceMessage(piece: Piece): Uint8Array[] {
  // The update is the frame's last part, a length and bytes: the frame of no bytes ends with a length of 0.
  const frame = encodeFrame({ ...piece, update: nothing })
  const first = encoding.encode(encoder => {
    encoding.writeUint8Array(encoder, frame.subarray(0, -1))
    encoding.writeVarUint(encoder, piece.update.length)
  })
  return toWebSocketParts(first, piece.update)
}
