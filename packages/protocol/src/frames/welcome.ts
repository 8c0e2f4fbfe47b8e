import type { FrameCodec } from '../frame-codec'
import { FrameError } from '../frame-error'
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
    if (count < limitNames.length) throw new FrameError('invalid', `${count} limits, ${limitNames.length} are known`)
    const limits: { -readonly [name in keyof Limits]: number } = { ...defaultLimits }
    for (const name of limitNames) limits[name] = reader.uint()
    // A relay may know limits that were appended later.
    for (let unknown = count - limitNames.length; unknown > 0; unknown--) reader.uint()
    return { type: 'welcome', version, epoch, tenant, agent, user, limits }
  },
}
