import type { FrameCodec } from '../frame-codec'

/** What the sender shows of itself in a room right now; lossy, never logged. */
export interface Presence {
  readonly type: 'presence'
  readonly channel: number
  readonly client: number
  /** opaque to the relay; empty: gone; a view of the frame */
  readonly state: Uint8Array
}

export const presence: FrameCodec<Presence> = {
  type: 'presence',
  byte: 0x05,
  write(writer, { channel, client, state }) {
    writer.uint(channel)
    writer.uint(client)
    writer.bytes(state)
  },
  read: reader => ({
    type: 'presence',
    channel: reader.uint(),
    client: reader.uint(),
    state: reader.bytes(reader.limits.presenceBytes, 'presence'),
  }),
}
