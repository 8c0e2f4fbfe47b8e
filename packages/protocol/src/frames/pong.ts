import type { FrameCodec } from '../frame-codec'

/** Answers a `ping`. */
export interface Pong {
  readonly type: 'pong'
  readonly nonce: number
}

export const pong: FrameCodec<Pong> = {
  type: 'pong',
  byte: 0x4c,
  write(writer, { nonce }) {
    writer.uint(nonce)
  },
  read: reader => ({ type: 'pong', nonce: reader.uint() }),
}
