import type { FrameCodec } from '../frame-codec'
import { FrameError } from '../frame-error'
import { type LeaseToken, readLeaseToken, writeLeaseToken } from './lease-token'

/** Yjs update format V1, the only codec of version 1. */
export const codecV1 = 0

/** One write, or several folded into one, for the relay to guard, log and acknowledge. */
export interface Update {
  readonly type: 'update'
  readonly channel: number
  /** numbers the update frames of one channel since its join, from 1 */
  readonly seq: number
  readonly lease: LeaseToken | null
  readonly codec: number
  /** a view of the frame; its size and content are the guard's to judge, so that its refusal names the seq */
  readonly update: Uint8Array
}

export const update: FrameCodec<Update> = {
  type: 'update',
  byte: 0x03,
  write(writer, { channel, seq, lease, codec, update }) {
    writer.uint(channel)
    writer.uint(seq)
    writer.byte(lease ? 1 : 0)
    if (lease) writeLeaseToken(writer, lease)
    writer.uint(codec)
    writer.bytes(update)
  },
  read(reader) {
    const channel = reader.uint()
    const seq = reader.uint()
    const held = reader.byte()
    if (held > 1) throw new FrameError('invalid', 'the lease flag is not 0 or 1')
    const lease = held === 1 ? readLeaseToken(reader) : null
    const codec = reader.uint()
    return { type: 'update', channel, seq, lease, codec, update: reader.bytes(reader.limits.frameBytes, 'update') }
  },
}
