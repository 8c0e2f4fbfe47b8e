import type { CDPSession } from 'playwright'
import { type Turns, turnsOf } from './loop-watch'

/** Of an event of Chromium's tracing, as its format has it; times in µs. */
export interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  /** how long it took */
  readonly dur?: number
  /** processor time of the thread */
  readonly tdur?: number
}

/** A page marks with these what is to be watched, by `performance.mark`. */
export const [firstMark, lastMark] = ['watch-tasks-from', 'watch-tasks-to'] as const

/**
 * Notes what processor time each task of a page's main thread takes, which the wall clock cannot tell while others have the
 * processor.
 *
 * @returns ends it, and tells of those between the two marks that took longer than 1 ms
 */
export async function watchTasks(session: CDPSession): Promise<() => Promise<Turns>> {
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  const traceConfig = { includedCategories: ['toplevel', 'blink.user_timing'], excludedCategories: ['*'] }
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig })
  return async () => {
    const complete = new Promise(resolve => session.once('Tracing.tracingComplete', resolve))
    await session.send('Tracing.end')
    await complete
    const times = taskTimes(events)
    if (times.length === 0) throw new Error('this Chromium traces no tasks')
    return turnsOf(times)
  }
}

/**
 * The processor time of each task between the two marks, ms, of those of more than 1 ms. It is at most what the task lasted: the
 * clock of a thread that wakes up may jump by a hundred, within a task of a few microseconds.
 */
export function taskTimes(events: readonly TraceEvent[]): number[] {
  const [first, last] = [firstMark, lastMark].map(mark => events.find(({ name }) => name === mark))
  if (!first || !last) throw new Error('the trace lacks a mark of the page')
  return events.flatMap(({ name, pid, tid, ts, dur = 0, tdur = 0 }) => {
    const isMeant = name.endsWith('RunTask') && pid === first.pid && tid === first.tid
    const time = Math.min(dur, tdur) / 1_000
    return isMeant && ts >= first.ts && ts < last.ts && time > 1 ? [time] : []
  })
}
