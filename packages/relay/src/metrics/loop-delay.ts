import { monitorEventLoopDelay } from 'node:perf_hooks'

const resolutionMs = 10

/** Watches how long the event loop is held up; costs a timer every 10 ms. */
export interface LoopDelay {
  /** The longest delay since it was last asked, in seconds. */
  take(): number
  stop(): void
}

export function watchLoopDelay(): LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  histogram.enable()
  return {
    take() {
      // The histogram counts the timer's own period, which is no delay.
      const longest = Math.max(0, histogram.max / 1e9 - resolutionMs / 1000)
      histogram.reset()
      return longest
    },
    stop: () => histogram.disable(),
  }
}
