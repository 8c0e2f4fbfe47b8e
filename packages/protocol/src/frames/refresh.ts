import type { FrameCodec } from '../frame-codec'

/** A new token for the same tenant, agent and user, before the old one runs out; answered by `expires`. */
export interface Refresh {
  readonly type: 'refresh'
  readonly token: string
}

export const refresh: FrameCodec<Refresh> = {
  type: 'refresh',
  byte: 0x07,
  write(writer, { token }) {
    writer.text(token)
  },
  read: reader => ({ type: 'refresh', token: reader.text(reader.limits.tokenBytes, 'token') }),
}
