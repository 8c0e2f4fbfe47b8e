import type { FrameCodec } from '../frame-codec'

/** Somebody else holds the lease; `ended` follows when it ends. */
export interface Held {
  readonly type: 'held'
  readonly channel: number
  readonly request: number
  /** the number of the lease that is in the way */
  readonly number: number
  readonly agent: string
  readonly user: string
  /** ms it lasts at most, unless it is renewed */
  readonly ttlMs: number
}

export const held: FrameCodec<Held> = {
  type: 'held',
  byte: 0x50,
  write(writer, { channel, request, number, agent, user, ttlMs }) {
    writer.uint(channel)
    writer.uint(request)
    writer.uint(number)
    writer.text(agent)
    writer.text(user)
    writer.uint(ttlMs)
  },
  read: reader => ({
    type: 'held',
    channel: reader.uint(),
    request: reader.uint(),
    number: reader.uint(),
    agent: reader.optionalName('agent of a holder'),
    user: reader.optionalName('user of a holder'),
    ttlMs: reader.uint(),
  }),
}
