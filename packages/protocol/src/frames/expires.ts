import type { FrameCodec } from '../frame-codec'

/** When the relay will end this socket unless it is given another token: after `welcome`, and after every `refresh`. */
export interface Expires {
  readonly type: 'expires'
  /** ms from when it was sent, so that no two clocks are compared */
  readonly afterMs: number
}

export const expires: FrameCodec<Expires> = {
  type: 'expires',
  byte: 0x4e,
  write(writer, { afterMs }) {
    writer.uint(afterMs)
  },
  read: reader => ({ type: 'expires', afterMs: reader.uint() }),
}
