import type { FrameCodec } from '../frame-codec'

/** What somebody else shows of itself, stamped by the relay with who it is. */
export interface PresenceChanged {
  readonly type: 'presence-changed'
  readonly channel: number
  readonly client: number
  readonly agent: string
  readonly user: string
  /** empty: gone; a view of the frame */
  readonly state: Uint8Array
}

export const presenceChanged: FrameCodec<PresenceChanged> = {
  type: 'presence-changed',
  byte: 0x4b,
  write(writer, { channel, client, agent, user, state }) {
    writer.uint(channel)
    writer.uint(client)
    writer.text(agent)
    writer.text(user)
    writer.bytes(state)
  },
  read: reader => ({
    type: 'presence-changed',
    channel: reader.uint(),
    client: reader.uint(),
    agent: reader.optionalName('agent'),
    user: reader.optionalName('user'),
    state: reader.bytes(reader.limits.presenceBytes, 'presence'),
  }),
}
