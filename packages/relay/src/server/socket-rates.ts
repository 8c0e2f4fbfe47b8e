import type { Limits } from '@commonplace/protocol'
import { RateLimit } from './rate-limit'

/** How fast one socket may send; each limit is made when it is first needed. */
export class SocketRates {
  readonly #limits: Limits
  #bytes: RateLimit | null = null
  #presence: RateLimit | null = null

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /**
   * ms until an update of so many bytes would be taken; 0: it is.
   *
   * @param channel keeps the rate of its own updates
   */
  waitForUpdate(channel: { rate: RateLimit | null }, bytes: number): number {
    const now = performance.now()
    channel.rate ??= new RateLimit(this.#limits.updatesPerSecond, now)
    this.#bytes ??= new RateLimit(this.#limits.bytesPerSecond, now)
    return Math.max(channel.rate.take(1, now), this.#bytes.take(bytes, now))
  }

  waitForPresence(): number {
    const now = performance.now()
    this.#presence ??= new RateLimit(this.#limits.presencePerSecond, now)
    return this.#presence.take(1, now)
  }
}
