import type { FrameCodec } from '../frame-codec'

/** Asks for the lease of a key: answered by `granted`, `held` or `lease-refused`. */
export interface Acquire {
  readonly type: 'acquire'
  readonly channel: number
  /** chosen by the client; the answer names it */
  readonly request: number
  /** what is leased; for claimed writes the key of their entries */
  readonly key: string
  /** drawn at random once for each claim, so that asking again after a lost answer is no second claim */
  readonly holder: number
  /** ms the lease lasts from its grant and from each renewal */
  readonly ttlMs: number
}

export const acquire: FrameCodec<Acquire> = {
  type: 'acquire',
  byte: 0x08,
  write(writer, { channel, request, key, holder, ttlMs }) {
    writer.uint(channel)
    writer.uint(request)
    writer.text(key)
    writer.uint(holder)
    writer.uint(ttlMs)
  },
  read: reader => ({
    type: 'acquire',
    channel: reader.uint(),
    request: reader.uint(),
    key: reader.text(reader.limits.leaseKeyBytes, 'key of a lease'),
    holder: reader.uint(),
    ttlMs: reader.uint(),
  }),
}
