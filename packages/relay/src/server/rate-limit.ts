/** A token bucket that holds one second's worth. */
export class RateLimit {
  readonly #perSecond: number
  #tokens: number
  #filledAt: number

  /**
   * @param perSecond how much is taken a second, at most that much at once
   * @param now ms of a clock that never goes back
   */
  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond
    this.#tokens = perSecond
    this.#filledAt = now
  }

  /** Takes an amount, or says how many milliseconds to wait before it would; 0: it took it. */
  take(amount: number, now: number): number {
    const perSecond = this.#perSecond
    this.#tokens = Math.min(perSecond, this.#tokens + ((now - this.#filledAt) / 1000) * perSecond)
    this.#filledAt = now
    // An amount beyond the whole bucket is let through when the bucket is full, or it would never be.
    const needed = Math.min(amount, perSecond)
    if (this.#tokens < needed) return Math.ceil(((needed - this.#tokens) / perSecond) * 1000)
    this.#tokens -= amount
    return 0
  }
}
