import { encodeFrame, type Piece } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { pieceMessage } from './piece-message'
import { toWebSocketMessage } from './websocket-message'

test.each([0, 1, 100, 120, 127, 128, 65_520, 65_536, 200_000])(
  'FR1 a piece of %i bytes in two parts is the same message as in one, and is not copied',
  length => {
    const piece: Piece = {
      type: 'piece',
      channel: 3_000_000_000,
      index: 300,
      codec: 0,
      update: new Uint8Array(length).fill(7),
    }
    const [first, last] = pieceMessage(piece)
    expect(last).toBe(piece.update)
    expect(Buffer.concat([first!, last!]).equals(toWebSocketMessage(encodeFrame(piece)))).toBe(true)
  },
)
