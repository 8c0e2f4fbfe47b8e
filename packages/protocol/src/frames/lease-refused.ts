import type { FrameCodec } from '../frame-codec'
import { type RefusalParts, readRefusal, writeRefusal } from './refusal'

/** Answers an `acquire`, `renew` or `release` that changed nothing. */
export interface LeaseRefused extends RefusalParts {
  readonly type: 'lease-refused'
  readonly channel: number
  readonly request: number
}

export const leaseRefused: FrameCodec<LeaseRefused> = {
  type: 'lease-refused',
  byte: 0x52,
  write(writer, frame) {
    writer.uint(frame.channel)
    writer.uint(frame.request)
    writeRefusal(writer, frame)
  },
  read: reader => ({ type: 'lease-refused', channel: reader.uint(), request: reader.uint(), ...readRefusal(reader) }),
}
