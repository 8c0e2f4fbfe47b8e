import type { FrameCodec } from '../frame-codec'
import { type LeaseToken, readLeaseToken, writeLeaseToken } from './lease-token'

/** Lets a lease last its full time from now on: answered by `granted`, or `lease-refused` when it has ended. */
export interface Renew {
  readonly type: 'renew'
  readonly channel: number
  readonly request: number
  readonly lease: LeaseToken
}

export const renew: FrameCodec<Renew> = {
  type: 'renew',
  byte: 0x09,
  write(writer, { channel, request, lease }) {
    writer.uint(channel)
    writer.uint(request)
    writeLeaseToken(writer, lease)
  },
  read: reader => ({ type: 'renew', channel: reader.uint(), request: reader.uint(), lease: readLeaseToken(reader) }),
}
