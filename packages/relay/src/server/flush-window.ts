/** What a flush window is told of time. */
export interface Timers {
  now(): number
  soon(run: () => void): void
  later(run: () => void, ms: number): void
}

export const systemTimers: Timers = {
  now: () => performance.now(),
  soon: run => void setImmediate(run),
  later: (run, ms) => void setTimeout(run, ms),
}

// How late a turn of the loop ends, in ms, and how long the next commit then waits for company.
const windows = [
  { lagMs: 20, waitMs: 5 },
  { lagMs: 8, waitMs: 2 },
]
const memory = 0.8

/**
 * When a group commit begins: at the end of this turn of the loop; while turns end late, some ms after it, so that more frames
 * share a commit and a fan-out frame and the loop catches up.
 */
export function createFlushWindow({ now, soon, later }: Timers = systemTimers): (run: () => void) => void {
  let lag = 0
  return run => {
    const wait = windows.find(({ lagMs }) => lag > lagMs)?.waitMs ?? 0
    const asked = now()
    const begin = (): void => {
      lag = memory * lag + (1 - memory) * Math.max(0, now() - asked - wait)
      run()
    }
    if (wait === 0) soon(begin)
    else later(begin, wait)
  }
}
