import type { Events } from '../events'
import type { Pause } from '../model'
import type { ChangeLog } from './change-log'
import type { Hearing } from './hearing'
import type { SpaceViews } from './space-views'

/** What is judged, and where it is told. */
export interface AnnouncerOptions {
  /** Those with keys to be judged again. */
  readonly waiting: Set<SpaceViews>
  readonly hearing: Hearing
  readonly log: ChangeLog
  readonly events: Events
  readonly pause: Pause
}

/** Judges a microtask later what has changed, where no read did it before, and tells the listeners what became of it. */
export class Announcer {
  readonly #options: AnnouncerOptions
  #isAnnouncing = false
  #isStopped = false

  constructor(options: AnnouncerOptions) {
    this.#options = options
  }

  get isStopped(): boolean {
    return this.#isStopped
  }

  stop(): void {
    this.#isStopped = true
  }

  wake(): void {
    if (this.#isAnnouncing || this.#isStopped || this.#options.waiting.size === 0) return
    this.#isAnnouncing = true
    queueMicrotask(() => void this.#announce())
  }

  /** All is heard before anything is judged, so that nobody is told of what no longer stands. */
  async #announce(): Promise<void> {
    const { hearing, log, events } = this.#options
    const failed = (error: unknown) => events.emit('error', { error, during: 'reading changes' })
    try {
      await hearing.heard().catch(failed)
      for (let hasPaused = true; hasPaused && !this.#isStopped; ) {
        hasPaused = await this.#judge()
        if (!this.#isStopped) log.tell()
      }
    } catch (error) {
      failed(error)
    } finally {
      this.#isAnnouncing = false
      this.wake()
    }
  }

  /** @returns whether it paused: then spaces that it had passed may have changed again */
  async #judge(): Promise<boolean> {
    const { waiting, log, pause } = this.#options
    let hasPaused = false
    for (const views of waiting) {
      for (const key of views.changed) {
        if (this.#isStopped) return false
        views.look(key)
        const turn = pause()
        if (turn === undefined) continue
        hasPaused = true
        log.tell()
        await turn
      }
    }
    return hasPaused
  }
}
