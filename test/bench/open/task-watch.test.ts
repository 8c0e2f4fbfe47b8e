import { expect, test } from 'vitest'
import { firstMark, lastMark, type TraceEvent, taskTimes } from './task-watch'

const page = { pid: 7, tid: 1 }
const task = { ...page, name: 'ThreadControllerImpl::RunTask' }
const marks: TraceEvent[] = [
  { ...page, name: firstMark, ts: 1_000 },
  { ...page, name: lastMark, ts: 500_000 },
]

test('a task takes no more of the processor than it lasted, whatever its clock says', () => {
  const jumped = { ...task, ts: 2_000, dur: 6, tdur: 96_426 }
  const waited = { ...task, ts: 9_000, dur: 30_200, tdur: 12_600 }
  expect(taskTimes([...marks, jumped, waited])).toEqual([12.6])
})

test('tasks of other threads, before the first mark and after the last, do not count', () => {
  const long = { dur: 20_000, tdur: 20_000 }
  const others = [
    { ...task, ...long, ts: 900 },
    { ...task, ...long, ts: 500_000 },
    { ...task, ...long, ts: 2_000, tid: 2 },
  ]
  expect(taskTimes([...marks, ...others, { ...task, ...long, ts: 3_000 }])).toEqual([20])
})
