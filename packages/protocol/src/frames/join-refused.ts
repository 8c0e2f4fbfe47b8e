import type { FrameCodec } from '../frame-codec'
import { type RefusalParts, readRefusal, writeRefusal } from './refusal'

/** The join was not granted; a room that is denied and one that is absent look the same. */
export interface JoinRefused extends RefusalParts {
  readonly type: 'join-refused'
  readonly request: number
}

export const joinRefused: FrameCodec<JoinRefused> = {
  type: 'join-refused',
  byte: 0x48,
  write(writer, frame) {
    writer.uint(frame.request)
    writeRefusal(writer, frame)
  },
  read: reader => ({ type: 'join-refused', request: reader.uint(), ...readRefusal(reader) }),
}
