import type { FrameCodec } from '../frame-codec'

/** The last piece was sent: the receiver holds what was durable when it joined. */
export interface Synced {
  readonly type: 'synced'
  readonly channel: number
}

export const synced: FrameCodec<Synced> = {
  type: 'synced',
  byte: 0x44,
  write(writer, { channel }) {
    writer.uint(channel)
  },
  read: reader => ({ type: 'synced', channel: reader.uint() }),
}
