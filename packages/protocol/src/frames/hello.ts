import type { FrameCodec } from '../frame-codec'
import type { VersionRange } from '../version'

/** The first frame of a socket: who speaks, and which versions it reads. */
export interface Hello {
  readonly type: 'hello'
  readonly versions: VersionRange
  /** tenant, agent, user: '' where absent; a token, once there are any, decides instead */
  readonly tenant: string
  readonly agent: string
  readonly user: string
  readonly token: string
  /** program and version, for logs: `memory/0.1.0` */
  readonly client: string
}

export const hello: FrameCodec<Hello> = {
  type: 'hello',
  byte: 0x01,
  write(writer, { versions, tenant, agent, user, token, client }) {
    writer.uint(versions[0])
    writer.uint(versions[1])
    writer.text(tenant)
    writer.text(agent)
    writer.text(user)
    writer.text(token)
    writer.text(client)
  },
  read: reader => ({
    type: 'hello',
    versions: [reader.uint(), reader.uint()],
    tenant: reader.optionalName('tenant'),
    agent: reader.optionalName('agent'),
    user: reader.optionalName('user'),
    token: reader.text(reader.limits.tokenBytes, 'token'),
    client: reader.optionalName('client'),
  }),
}
