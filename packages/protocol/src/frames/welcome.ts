import type { FrameCodec } from '../frame-codec'
import { defaultLimits, type Limits, limitNames } from '../limits'

/** Answers `hello`: the version both speak, whom the relay takes the sender for, and what it takes from it. */
export interface Welcome {
  readonly type: 'welcome'
  readonly version: number
  /** names the life of the relay's log: a wiped or restored store has another */
  readonly epoch: string
  readonly tenant: string
  readonly agent: string
  readonly user: string
  readonly limits: Limits
}

export const welcome: FrameCodec<Welcome> = {
  type: 'welcome',
  byte: 0x41,
  write(writer, { version, epoch, tenant, agent, user, limits }) {
    writer.uint(version)
    writer.text(epoch)
    writer.text(tenant)
    writer.text(agent)
    writer.text(user)
    writer.uint(limitNames.length)
    for (const name of limitNames) writer.uint(limits[name])
  },
  read(reader) {
    const version = reader.uint()
    const epoch = reader.name('epoch')
    const tenant = reader.optionalName('tenant')
    const agent = reader.optionalName('agent')
    const user = reader.optionalName('user')
    const count = reader.count(255, 'limits')
    const limits: { -readonly [name in keyof Limits]: number } = { ...defaultLimits }
    // Limits are appended to their list: an older relay knows fewer and has what it does not know as it is by default, a later
    // one more.
    for (let index = 0; index < count; index++) {
      const limit = reader.uint()
      const name = limitNames[index]
      if (name !== undefined) limits[name] = limit
    }
    return { type: 'welcome', version, epoch, tenant, agent, user, limits }
  },
}
