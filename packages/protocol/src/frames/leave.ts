import type { FrameCodec } from '../frame-codec'

/** The sender wants nothing more of this channel. */
export interface Leave {
  readonly type: 'leave'
  readonly channel: number
}

export const leave: FrameCodec<Leave> = {
  type: 'leave',
  byte: 0x04,
  write(writer, { channel }) {
    writer.uint(channel)
  },
  read: reader => ({ type: 'leave', channel: reader.uint() }),
}
