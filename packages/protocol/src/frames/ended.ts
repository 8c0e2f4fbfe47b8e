import type { FrameCodec } from '../frame-codec'
import { FrameError } from '../frame-error'

/** Why leases end, at their numbers on the wire. */
export const leaseEnds = ['released', 'expired', 'revoked'] as const

/** What a lease ended by. */
export type LeaseEnd = (typeof leaseEnds)[number]

/** A lease is over: to who held it and to who was told that it was held. */
export interface Ended {
  readonly type: 'ended'
  readonly channel: number
  readonly number: number
  readonly reason: LeaseEnd
}

export const ended: FrameCodec<Ended> = {
  type: 'ended',
  byte: 0x51,
  write(writer, { channel, number, reason }) {
    writer.uint(channel)
    writer.uint(number)
    writer.byte(leaseEnds.indexOf(reason))
  },
  read(reader) {
    const channel = reader.uint()
    const number = reader.uint()
    const reason = leaseEnds[reader.byte()]
    if (reason === undefined) throw new FrameError('unsupported', 'the end of a lease is unknown')
    return { type: 'ended', channel, number, reason }
  },
}
