import type { SpacePool } from './space/pool'
import type { Space } from './space/space'
import type { Connection } from './sync'

interface FreshnessOptions {
  readonly pool: SpacePool
  readonly connection: Connection | undefined
  readonly now: () => number
}

/**
 * How old what this replica shows of the shared spaces can be: since the relay was last asked whether there is more, and
 * answered. Between two questions the relay sends what comes by itself, so that what is shown is mostly newer than that.
 */
export class Freshness {
  readonly #options: FreshnessOptions
  /** When each space had all that the relay had, ms. */
  readonly #askedAt = new Map<Space, number>()
  #asking: Promise<void> | undefined

  constructor(options: FreshnessOptions) {
    this.#options = options
  }

  /** Ms, of the space that is known least; Infinity before the relay first answered, and once the clock was set back; 0 without a shared space. */
  ageMs(): number {
    const now = this.#options.now()
    const ages = this.followed().map(space => {
      const age = now - this.#askedAt.get(space)!
      // What was never asked has none; what was asked later than now was so by a clock that was set back.
      return age >= 0 ? age : Number.POSITIVE_INFINITY
    })
    return Math.max(0, ...ages)
  }

  /**
   * Asks the relay; many who ask at once share the next question.
   *
   * @throws SyncError `offline`
   */
  async ask(): Promise<void> {
    // A question under way may have been asked before what this caller waits for was committed.
    await this.#asking?.catch(() => {})
    this.#asking ??= this.#askOnce().finally(() => {
      this.#asking = undefined
    })
    await this.#asking
  }

  /** The shared spaces that the relay lets this agent read. */
  followed(): Space[] {
    return this.#options.pool
      .loaded()
      .filter(({ visibility, replica }) => visibility === 'shared' && replica.status.value.state !== 'denied')
  }

  forget(space: Space): void {
    this.#askedAt.delete(space)
  }

  async #askOnce(): Promise<void> {
    const at = this.#options.now()
    const spaces = this.followed().filter(({ replica }) => replica.status.value.synced)
    await this.#options.connection!.ask()
    for (const space of spaces) this.#askedAt.set(space, at)
  }
}
