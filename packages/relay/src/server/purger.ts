import type { RefusalParts } from '@commonplace/protocol'

/** A room that can be rewritten without its deleted content. */
export interface Purgeable {
  compact(): Promise<void>
}

interface Batch {
  readonly rooms: Set<Purgeable>
  readonly done: Promise<ReadonlyMap<Purgeable, unknown>>
}

const retryMs = 60_000

/**
 * Makes deleted content unreadable: rooms are rewritten, then the store is scrubbed, once for all that asked meanwhile,
 * because scrubbing costs what copying the store costs.
 */
export class Purger {
  readonly #scrub: (() => Promise<void>) | undefined
  #waiting: Batch | null = null
  #last: Promise<unknown> = Promise.resolve()

  /** @param scrub of the store; undefined where it cannot promise anything */
  constructor(scrub: (() => Promise<void>) | undefined) {
    this.#scrub = scrub
  }

  /** @returns why something that was deleted in the room may still be in the store, or null */
  async purge(room: Purgeable): Promise<RefusalParts | null> {
    if (!this.#scrub) return { code: 'unsupported', message: 'this store keeps what was deleted', value: 0 }
    this.#waiting ??= this.#begin()
    const { rooms, done } = this.#waiting
    rooms.add(room)
    const failures = await done
    if (!failures.has(room)) return null
    return { code: 'unavailable', message: 'the room could not be rewritten', value: retryMs }
  }

  #begin(): Batch {
    const rooms = new Set<Purgeable>()
    const done = this.#last.then(async () => {
      this.#waiting = null
      const failures = new Map<Purgeable, unknown>()
      for (const room of rooms) await room.compact().catch(error => failures.set(room, error))
      await this.#scrub?.().catch(error => {
        for (const room of rooms) failures.set(room, error)
      })
      return failures
    })
    this.#last = done
    return { rooms, done }
  }
}
