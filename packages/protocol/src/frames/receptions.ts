import type { FrameCodec } from '../frame-codec'
import { type Reception, readReceptions, writeReceptions } from './reception'

/** When the relay received what was written in the room: sent before any update that it is about. */
export interface Receptions {
  readonly type: 'receptions'
  readonly channel: number
  readonly receptions: readonly Reception[]
}

export const receptions: FrameCodec<Receptions> = {
  type: 'receptions',
  byte: 0x59,
  write(writer, { channel, receptions }) {
    writer.uint(channel)
    writeReceptions(writer, receptions)
  },
  read: reader => ({ type: 'receptions', channel: reader.uint(), receptions: readReceptions(reader) }),
}
