/** A reading of a hybrid logical clock: wall milliseconds since 1970, and a count within the millisecond. */
export interface Timestamp {
  readonly ms: number
  readonly count: number
}

/** A hybrid logical clock (Kulkarni et al., 2014): wall time that never runs backwards nor behind what it has seen. */
export interface HybridClock {
  /** A time later than every time ticked or adopted before. */
  tick(): Timestamp
  /**
   * Takes note of somebody's time, so that later ticks come after it; one too far ahead is not adopted.
   *
   * @param claimed what their clock said, where that is not what counts
   */
  observe(time: Timestamp, claimed?: Timestamp): void
  /** How far ahead of our wall clock others have been at most, in milliseconds: theirs is fast or ours is slow. */
  readonly skewMs: number
}

const day = 86_400_000

/**
 * @param options.now the wall clock, milliseconds since 1970
 * @param options.maxAheadMs times further ahead than this are shown in `skewMs` but not adopted; a day unless given
 */
export function createHybridClock(options: { now: () => number; maxAheadMs?: number }): HybridClock {
  const maxAhead = options.maxAheadMs ?? day
  let last: Timestamp = { ms: 0, count: 0 }
  let skewMs = 0
  return {
    tick() {
      const wall = Math.trunc(options.now())
      last = Object.freeze(wall > last.ms ? { ms: wall, count: 0 } : { ms: last.ms, count: last.count + 1 })
      return last
    },
    observe(time, claimed = time) {
      if (!isTimestamp(time)) return
      const wall = Math.trunc(options.now())
      skewMs = Math.max(skewMs, claimed.ms - wall)
      // No clock ticks so often: who followed such a count would soon write what nobody can read.
      if (time.ms - wall <= maxAhead && time.count < 2 ** 52 && compareTimestamps(time, last) > 0) last = time
    },
    get skewMs() {
      return skewMs
    },
  }
}

/** Orders times, earlier first. */
export function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return a.ms - b.ms || a.count - b.count
}

/** Whether an outside value is a time that a clock could have ticked. */
export function isTimestamp(value: { ms: unknown; count: unknown }): value is Timestamp {
  return isInstant(value.ms) && Number.isSafeInteger(value.count) && (value.count as number) >= 0
}

/** Whether an outside value is whole milliseconds that a Date can hold. */
export function isInstant(value: unknown): value is number {
  return Number.isSafeInteger(value) && Math.abs(value as number) <= 8.64e15
}
