import { platform } from '#platform'

/** What a flush window is told of time. */
export interface Timers {
  now(): number
  soon(run: () => void): void
  later(run: () => void, ms: number): void
}

const systemTimers: Timers = {
  now: () => performance.now(),
  soon: platform.soon,
  later: (run, ms) => void setTimeout(run, ms),
}

// How late a turn of the loop ends, in ms, and how long the next commit then waits for company.
const lags = [
  { atLeast: 20, waitMs: 5 },
  { atLeast: 8, waitMs: 2 },
]
// How many updates come in a ms, and how many ms then lie between the beginnings of two commits: each costs the same
// whatever it holds.
const paces = [
  { atLeast: 4, waitMs: 50 },
  { atLeast: 2, waitMs: 4 },
  { atLeast: 0.75, waitMs: 2 },
]
// No more is waited for when so many are there, which is looked at when they should be. Who sends faster than eight a ms is mostly
// somebody who goes on when some are acknowledged: then more in one commit would be fewer a second.
const enoughAt = (perMs: number): number => (perMs < 8 ? 256 : 64)
// Nor when none has come for as long as it takes many: whoever waits for an acknowledgement sends nothing meanwhile.
const many = 16
const mostPatienceMs = 5
const memory = 0.8
const memoryMs = 50

const waitFor = (value: number, steps: readonly { atLeast: number; waitMs: number }[]): number =>
  steps.find(({ atLeast }) => value >= atLeast)?.waitMs ?? 0

/** Runs a callback when the next group commit is to begin; `waiting` says how many updates are there by now. */
export type FlushWindow = (run: () => void, waiting: () => number) => void

/**
 * When a group commit begins: at the end of this turn of the loop. While updates come fast it begins some ms after the last
 * one began, while turns end late some ms after it, so that more frames share a commit and a fan-out frame; not when no more come.
 */
export function createFlushWindow({ now, soon, later }: Timers = systemTimers): FlushWindow {
  let lag = 0
  let perMs = 0
  let begunAt = now()
  return (run, waiting) => {
    const asked = now()
    const lateUntil = asked + waitFor(lag, lags)
    const pacedUntil = begunAt + waitFor(perMs, paces)
    const begin = (due: number): void => {
      const time = now()
      lag = memory * lag + (1 - memory) * Math.max(0, time - due)
      perMs = (perMs * memoryMs + waiting()) / (memoryMs + time - begunAt)
      begunAt = time
      run()
    }
    const step = (time: number): number => {
      const missing = enoughAt(perMs) - waiting()
      const untilEnough = missing <= 0 ? 0 : Math.ceil(missing / perMs)
      const ms = Math.max(Math.floor(lateUntil - time), Math.min(Math.floor(pacedUntil - time), untilEnough), 0)
      return Math.min(ms, Math.ceil(many / perMs), mostPatienceMs)
    }
    const wait = (time: number, ms: number): void => {
      const before = waiting()
      later(() => {
        const next = waiting() === before ? 0 : step(now())
        if (next === 0) begin(time + ms)
        else wait(now(), next)
      }, ms)
    }
    const first = step(asked)
    if (first === 0) soon(() => begin(asked))
    else wait(asked, first)
  }
}
