import type { FrameCodec } from '../frame-codec'

/** Asks the relay to make what is deleted in a room unreadable on its disk: answered by `purged`. */
export interface Purge {
  readonly type: 'purge'
  readonly channel: number
  readonly request: number
}

export const purge: FrameCodec<Purge> = {
  type: 'purge',
  byte: 0x0c,
  write(writer, { channel, request }) {
    writer.uint(channel)
    writer.uint(request)
  },
  read: reader => ({ type: 'purge', channel: reader.uint(), request: reader.uint() }),
}
