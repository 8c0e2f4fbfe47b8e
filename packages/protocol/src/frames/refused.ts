import type { FrameCodec } from '../frame-codec'
import { type RefusalParts, readRefusal, writeRefusal } from './refusal'

/** The update `seq` was not taken, and nothing after it is until the next join. */
export interface Refused extends RefusalParts {
  readonly type: 'refused'
  readonly channel: number
  readonly seq: number
}

export const refused: FrameCodec<Refused> = {
  type: 'refused',
  byte: 0x47,
  write(writer, frame) {
    writer.uint(frame.channel)
    writer.uint(frame.seq)
    writeRefusal(writer, frame)
  },
  read: reader => ({ type: 'refused', channel: reader.uint(), seq: reader.uint(), ...readRefusal(reader) }),
}
