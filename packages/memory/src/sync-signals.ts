import type { Events } from './events'
import type { Dot } from './model'
import type { Projection } from './reading/projection'
import { recordIdOf } from './reading/record-id'
import type { Space } from './space/space'
import type { Connection } from './sync'
import type { SharedSocket } from './tabs/shared-socket'
import { toCommonplaceError } from './to-commonplace-error'

/** Joins what the connection and each open space say about syncing into one signal, and tells of refusals. */
export class SyncSignals {
  readonly #events: Events
  readonly #projection: Projection
  readonly #listeners = new Set<() => void>()
  readonly #stops = new Map<Space, () => void>()

  constructor(
    events: Events,
    projection: Projection,
    connection: Connection | undefined,
    socket: SharedSocket | undefined,
  ) {
    this.#events = events
    this.#projection = projection
    connection?.status.subscribe(() => this.changed())
    if (socket) socket.onChange = () => this.changed()
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener)
  }

  follow(space: Space): void {
    const stopStatus = space.replica.status.subscribe(() => this.changed())
    const stopDurable = space.replica.onAcknowledged(dots => this.#tellDurable(space, dots))
    const stopRefused = space.replica.onRefused(refusal => {
      this.#events.emit(
        'refused',
        Object.freeze({
          space: space.name,
          code: refusal.code,
          message: refusal.message,
          ids: refusal.entries.map(({ dot }) => recordIdOf(space, dot)),
        }),
      )
    })
    const stopFault = space.replica.onFault(fault => {
      this.#events.emit('error', { error: toCommonplaceError(fault, `space "${space.name}"`), during: 'syncing' })
    })
    this.#stops.set(space, () => {
      stopFault()
      stopStatus()
      stopDurable()
      stopRefused()
    })
    this.changed()
  }

  leave(space: Space): void {
    this.#stops.get(space)?.()
    this.#stops.delete(space)
    this.changed()
  }

  #tellDurable(space: Space, dots: readonly Dot[]): void {
    if (!this.#events.has('durable')) return
    const ids = new Set(dots.flatMap(dot => this.#recordId(space, dot)))
    if (ids.size > 0) this.#events.emit('durable', Object.freeze({ space: space.name, ids: Object.freeze([...ids]) }))
  }

  #recordId(space: Space, dot: Dot): string[] {
    const key = space.index.get(dot)?.key
    const record = key === undefined ? undefined : this.#projection.record(space, key)
    return record ? [record.id] : []
  }

  /** Something that the status tells of is another. */
  changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
