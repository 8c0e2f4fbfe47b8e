/** Takes an amount, or says how many milliseconds to wait before it would. */
export type RateLimit = (amount: number) => number

/**
 * A token bucket that holds one second's worth.
 *
 * @param perSecond how much is taken a second, at most that much at once
 * @param now a clock in milliseconds that never goes back
 */
export function createRateLimit(perSecond: number, now: () => number): RateLimit {
  let tokens = perSecond
  let filledAt = now()
  return amount => {
    const time = now()
    tokens = Math.min(perSecond, tokens + ((time - filledAt) / 1000) * perSecond)
    filledAt = time
    // An amount beyond the whole bucket is let through when the bucket is full, or it would never be.
    const needed = Math.min(amount, perSecond)
    if (tokens < needed) return Math.ceil(((needed - tokens) / perSecond) * 1000)
    tokens -= amount
    return 0
  }
}
