export interface BackoffOptions {
  /** ms before the first retry, at most */
  readonly baseMs: number
  /** ms before any retry, at most */
  readonly maxMs: number
}

/**
 * How long to wait before another attempt: doubling, capped, and spread over the upper half of the step, so that
 * agents that lost the relay together do not come back together.
 *
 * @param attempt 0 for the first retry since something went well
 * @param random a number from 0 up to, not including, 1
 * @returns ms
 */
export function backoffMs(attempt: number, random: number, { baseMs, maxMs }: BackoffOptions): number {
  const step = Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 30))
  return Math.round(step / 2 + (random * step) / 2)
}
