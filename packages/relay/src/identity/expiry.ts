import type { Clock } from './clock'

/** The end of one connection's right to be here: it comes by itself, however quiet the connection is. */
export class Expiry {
  readonly #clock: Clock
  readonly #onEnd: () => void
  #at = Number.POSITIVE_INFINITY
  #timer: unknown = null

  constructor(clock: Clock, onEnd: () => void) {
    this.#clock = clock
    this.#onEnd = onEnd
  }

  /** The end has come, whether or not the timer was on time. */
  get isOver(): boolean {
    return this.#clock.now() >= this.#at
  }

  get isSet(): boolean {
    return this.#timer !== null
  }

  /** From now on the end is so many ms away; null: never. */
  set(lifeMs: number | null): void {
    this.stop()
    if (lifeMs === null) return
    this.#at = this.#clock.now() + lifeMs
    this.#timer = this.#clock.set(lifeMs, this.#onEnd)
  }

  /** No end comes any more. */
  stop(): void {
    if (this.#timer !== null) this.#clock.clear(this.#timer)
    this.#timer = null
    this.#at = Number.POSITIVE_INFINITY
  }
}
