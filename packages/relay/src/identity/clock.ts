import { platform } from '#platform'

/** Time, passed in. */
export interface Clock {
  /** ms since 1970 */
  now(): number
  /** calls back once after so many ms */
  set(ms: number, callback: () => void): unknown
  clear(handle: unknown): void
}

// A timer holds no more, and calls back at once when it is given more.
const longestMs = 2 ** 31 - 1

/** What is set for later than in 24 days comes then. */
export const systemClock: Clock = {
  now: () => Date.now(),
  set: (ms, callback) => platform.later(Math.min(ms, longestMs), callback),
  clear: handle => clearTimeout(handle as ReturnType<typeof setTimeout>),
}
