import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'

const resolutionMs = 10

/** How long the event loop is held up, watched from when it is first asked: a timer every 10 ms is most of what an idle relay does. */
export interface LoopDelay {
  /** The longest delay since it was last asked, in seconds; 0 the first time. */
  take(): number
  stop(): void
}

export function watchLoopDelay(): LoopDelay {
  let histogram: IntervalHistogram | null = null
  return {
    take() {
      if (histogram === null) {
        histogram = monitorEventLoopDelay({ resolution: resolutionMs })
        histogram.enable()
        return 0
      }
      // The histogram counts the timer's own period, which is no delay.
      const longest = Math.max(0, histogram.max / 1e9 - resolutionMs / 1000)
      histogram.reset()
      return longest
    },
    stop: () => void histogram?.disable(),
  }
}
