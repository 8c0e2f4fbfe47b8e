import type { FrameCodec } from '../frame-codec'
import { type LeaseToken, readLeaseToken, writeLeaseToken } from './lease-token'

/** Ends a lease: answered by `ended`, or `lease-refused` when it had ended before. */
export interface Release {
  readonly type: 'release'
  readonly channel: number
  readonly request: number
  readonly lease: LeaseToken
}

export const release: FrameCodec<Release> = {
  type: 'release',
  byte: 0x0a,
  write(writer, { channel, request, lease }) {
    writer.uint(channel)
    writer.uint(request)
    writeLeaseToken(writer, lease)
  },
  read: reader => ({ type: 'release', channel: reader.uint(), request: reader.uint(), lease: readLeaseToken(reader) }),
}
