import type { FrameCodec } from '../frame-codec'

/** Every update of this channel up to `upTo` is on disk, or was refused before this frame. */
export interface Ack {
  readonly type: 'ack'
  readonly channel: number
  readonly upTo: number
}

export const ack: FrameCodec<Ack> = {
  type: 'ack',
  byte: 0x46,
  write(writer, { channel, upTo }) {
    writer.uint(channel)
    writer.uint(upTo)
  },
  read: reader => ({ type: 'ack', channel: reader.uint(), upTo: reader.uint() }),
}
