import { platform } from '#platform'

/** Time, passed in. */
export interface Clock {
  /** ms since 1970 */
  now(): number
  /** calls back once after so many ms */
  set(ms: number, callback: () => void): unknown
  clear(handle: unknown): void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  set: (ms, callback) => platform.later(ms, callback),
  clear: handle => clearTimeout(handle as ReturnType<typeof setTimeout>),
}
