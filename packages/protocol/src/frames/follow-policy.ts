import type { FrameCodec } from '../frame-codec'

/** Asks for the policy log as far as the sender may see it, now and as it grows: once a socket. */
export interface FollowPolicy {
  readonly type: 'follow-policy'
  /** the number of the last line that the sender holds; 0 for none */
  readonly after: number
  /** the hash of that line; '' for none */
  readonly hash: string
}

/** characters of a hash: SHA-256 in hexadecimal digits */
export const hashLength = 64

export const followPolicy: FrameCodec<FollowPolicy> = {
  type: 'follow-policy',
  byte: 0x0d,
  write(writer, { after, hash }) {
    writer.uint(after)
    writer.text(hash)
  },
  read: reader => ({ type: 'follow-policy', after: reader.uint(), hash: reader.text(hashLength, 'hash') }),
}
