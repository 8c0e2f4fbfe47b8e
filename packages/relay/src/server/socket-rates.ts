import type { Limits } from '@commonplace/protocol'
import { createRateLimit, type RateLimit } from './rate-limit'

const now = (): number => performance.now()

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
    channel.rate ??= createRateLimit(this.#limits.updatesPerSecond, now)
    this.#bytes ??= createRateLimit(this.#limits.bytesPerSecond, now)
    return Math.max(channel.rate(1), this.#bytes(bytes))
  }

  waitForPresence(): number {
    this.#presence ??= createRateLimit(this.#limits.presencePerSecond, now)
    return this.#presence(1)
  }
}
