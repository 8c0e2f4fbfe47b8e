import type { FrameCodec } from '../frame-codec'

/** The receiver may join a room now that this join was refused for, or that it lost since. */
export interface Admitted {
  readonly type: 'admitted'
  readonly request: number
}

export const admitted: FrameCodec<Admitted> = {
  type: 'admitted',
  byte: 0x56,
  write: (writer, { request }) => writer.uint(request),
  read: reader => ({ type: 'admitted', request: reader.uint() }),
}
