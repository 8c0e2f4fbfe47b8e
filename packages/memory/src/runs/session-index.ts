import { compareTimestamps, type Timestamp } from '../model'
import type { Follower } from '../reading/follower'
import type { MemoryRecord } from '../reading/record'
import type { Space } from '../space/space'

/** Something said in a session, with its full time: a Date lacks the count within the millisecond. */
export interface Said {
  readonly record: MemoryRecord
  readonly time: Timestamp
}

/** The records of each session (`source.session`), so that reading one session does not cost the others. */
export class SessionIndex implements Follower {
  readonly #sessions = new Map<string, Map<Space, Map<string, Said>>>()
  readonly #lastTimes = new Map<string, Timestamp>()

  put(space: Space, key: string, record: MemoryRecord, sequence: number): void {
    const name = record.source?.session
    if (name === undefined) return
    const spaces = this.#sessions.get(name) ?? new Map<Space, Map<string, Said>>()
    this.#sessions.set(name, spaces)
    const said = spaces.get(space) ?? new Map<string, Said>()
    const time = { ms: record.time.getTime(), count: sequence }
    spaces.set(space, said.set(key, { record, time }))
    const last = this.#lastTimes.get(name)
    if (!last || compareTimestamps(last, time) < 0) this.#lastTimes.set(name, time)
  }

  remove(space: Space, key: string, record: MemoryRecord): void {
    const name = record.source?.session
    const spaces = name === undefined ? undefined : this.#sessions.get(name)
    const said = spaces?.get(space)
    said?.delete(key)
    if (said?.size === 0) spaces?.delete(space)
    if (spaces?.size === 0) this.#sessions.delete(name as string)
  }

  /** The names of the sessions that a space has records of. */
  in(space: Space): string[] {
    return [...this.#sessions].flatMap(([name, spaces]) => (spaces.has(space) ? [name] : []))
  }

  /** When the last of a session was said, as far as was read since it opened; undefined if nothing was. */
  lastTime(name: string): Timestamp | undefined {
    return this.#lastTimes.get(name)
  }

  /** What was said in a session and has not expired, earliest first; ties between writers by id. */
  of(name: string, now: number): Said[] {
    const said = [...(this.#sessions.get(name)?.values() ?? [])]
      .flatMap(each => [...each.values()])
      .filter(({ record }) => record.pinned || (record.expires?.getTime() ?? Infinity) > now)
    return said.sort((a, b) => compareTimestamps(a.time, b.time) || (a.record.id < b.record.id ? -1 : 1))
  }
}
