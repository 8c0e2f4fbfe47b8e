import { expect, test } from 'vitest'
import { createFlushWindow } from './flush-window'

/** A loop whose turns end a given time after they were asked to, and in which updates wait for a commit. */
function loop() {
  let time = 0
  let waited = 0
  let came = 0
  const turn = { ms: 0, waiting: 1, comes: 1, betweenMs: 10 }
  const pass = (run: () => void, wait: number): void => {
    waited += wait
    time += wait + turn.ms
    if (wait > 0) came += turn.comes
    run()
  }
  const flush = createFlushWindow({ now: () => time, soon: run => pass(run, 0), later: (run, ms) => pass(run, ms) })
  const flushes = (count: number): number => {
    let runs = 0
    for (let n = 0; n < count; n++) {
      time += turn.betweenMs
      waited = 0
      came = 0
      flush(
        () => runs++,
        () => turn.waiting + came,
      )
    }
    expect(runs).toBe(count)
    return waited
  }
  return { turn, flushes }
}

test('a commit begins at the end of the turn, waits while the loop is late, and no longer once it is not', () => {
  const { turn, flushes } = loop()
  expect(flushes(20)).toBe(0)
  turn.ms = 12
  expect(flushes(20)).toBe(2)
  turn.ms = 60
  expect(flushes(20)).toBe(5)
  turn.ms = 1
  expect(flushes(30)).toBe(0)
})

test('while updates come fast some ms lie between two commits, unless enough of them are there or none come', () => {
  const { turn, flushes } = loop()
  turn.betweenMs = 1
  turn.waiting = 9
  expect(flushes(100)).toBe(3)
  turn.waiting = 256
  expect(flushes(1)).toBe(0)
  turn.waiting = 220
  expect(flushes(100), 'as far apart as they ever are').toBe(49)
  turn.comes = 256
  expect(flushes(1), 'enough came while it waited').toBe(4)
  turn.comes = 1
  turn.betweenMs = 49
  flushes(20)
  turn.betweenMs = 1
  turn.comes = 0
  expect(flushes(1), 'none came').toBe(4)
  turn.comes = 1
  turn.waiting = 128
  turn.betweenMs = 6
  flushes(100)
  turn.waiting = 64
  const waited = Array.from({ length: 20 }, () => flushes(1))
  expect(Math.max(...waited), 'faster than eight a ms fewer are enough').toBe(0)
  turn.waiting = 1
  turn.betweenMs = 3
  expect(flushes(100)).toBe(0)
})
