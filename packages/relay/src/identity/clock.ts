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
  set: (ms, callback) => setTimeout(callback, ms).unref(),
  clear: handle => clearTimeout(handle as NodeJS.Timeout),
}
