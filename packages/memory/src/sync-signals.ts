import type { Events } from './events'
import { recordIdToString } from './record/record-id'
import type { Space } from './space/space'
import type { Connection } from './sync'

/** Joins what the connection and each open space say about syncing into one signal, and tells of refusals. */
export class SyncSignals {
  private readonly events: Events
  private readonly listeners = new Set<() => void>()
  private readonly stops = new Map<Space, () => void>()

  constructor(events: Events, connection: Connection | undefined) {
    this.events = events
    connection?.status.subscribe(() => this.changed())
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener)
  }

  follow(space: Space): void {
    const stopStatus = space.replica.status.subscribe(() => this.changed())
    const stopRefused = space.replica.onRefused(refusal => {
      this.events.emit(
        'refused',
        Object.freeze({
          space: space.name,
          code: refusal.code,
          message: refusal.message,
          ids: refusal.entries.map(({ dot }) => recordIdToString({ space: space.name, segment: 0, dot })),
        }),
      )
    })
    this.stops.set(space, () => {
      stopStatus()
      stopRefused()
    })
    this.changed()
  }

  leave(space: Space): void {
    this.stops.get(space)?.()
    this.stops.delete(space)
    this.changed()
  }

  private changed(): void {
    for (const listener of this.listeners) listener()
  }
}
