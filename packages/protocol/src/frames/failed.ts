import type { FrameCodec } from '../frame-codec'
import { type RefusalParts, readRefusal, writeRefusal } from './refusal'

/** The last frame of a socket that the relay ends: why. */
export interface Failed extends RefusalParts {
  readonly type: 'failed'
}

export const failed: FrameCodec<Failed> = {
  type: 'failed',
  byte: 0x4d,
  write: writeRefusal,
  read: reader => ({ type: 'failed', ...readRefusal(reader) }),
}
