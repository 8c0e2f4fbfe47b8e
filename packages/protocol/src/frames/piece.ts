import type { FrameCodec } from '../frame-codec'

/** One of the pieces that follow a `joined`, in causal order. */
export interface Piece {
  readonly type: 'piece'
  readonly channel: number
  /** 0 … pieces - 1 */
  readonly index: number
  readonly codec: number
  /** a view of the frame */
  readonly update: Uint8Array
}

export const piece: FrameCodec<Piece> = {
  type: 'piece',
  byte: 0x43,
  write(writer, { channel, index, codec, update }) {
    writer.uint(channel)
    writer.uint(index)
    writer.uint(codec)
    writer.bytes(update)
  },
  read: reader => ({
    type: 'piece',
    channel: reader.uint(),
    index: reader.uint(),
    codec: reader.uint(),
    update: reader.bytes(reader.limits.frameBytes, 'piece'),
  }),
}
