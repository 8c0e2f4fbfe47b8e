import type { FrameCodec } from '../frame-codec'
import { type LeaseToken, readLeaseToken, writeLeaseToken } from './lease-token'

/** The lease is the asker's, on the relay's disk, and lasts from now. */
export interface Granted {
  readonly type: 'granted'
  readonly channel: number
  readonly request: number
  readonly lease: LeaseToken
  readonly ttlMs: number
}

export const granted: FrameCodec<Granted> = {
  type: 'granted',
  byte: 0x4f,
  write(writer, { channel, request, lease, ttlMs }) {
    writer.uint(channel)
    writer.uint(request)
    writeLeaseToken(writer, lease)
    writer.uint(ttlMs)
  },
  read: reader => ({
    type: 'granted',
    channel: reader.uint(),
    request: reader.uint(),
    lease: readLeaseToken(reader),
    ttlMs: reader.uint(),
  }),
}
