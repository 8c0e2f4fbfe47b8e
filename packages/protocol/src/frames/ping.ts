import type { FrameCodec } from '../frame-codec'

/** Asks for a `pong` with the same nonce; browsers cannot send WebSocket pings. */
export interface Ping {
  readonly type: 'ping'
  readonly nonce: number
}

export const ping: FrameCodec<Ping> = {
  type: 'ping',
  byte: 0x06,
  write(writer, { nonce }) {
    writer.uint(nonce)
  },
  read: reader => ({ type: 'ping', nonce: reader.uint() }),
}
