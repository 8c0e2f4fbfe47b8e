import { expect, test } from 'vitest'
import { createPace } from './pace'

/** A clock that work moves, and a loop whose turns are counted. */
function world() {
  const at = { ms: 0, turns: 0 }
  const pause = createPace({
    now: () => at.ms,
    yieldToLoop: async () => {
      at.turns++
    },
    sliceMs: 8,
  })
  return { at, pause }
}

test('work goes on until its slice is used up, then the loop has a turn', async () => {
  const { at, pause } = world()
  at.ms = 7
  expect(pause()).toBeUndefined()
  at.ms = 8
  await pause()
  expect(at.turns).toBe(1)
  at.ms = 15
  expect(pause()).toBeUndefined()
})

test('who asks for a turn in any case has one, and others have their whole slice after it', async () => {
  const { at, pause } = world()
  at.ms = 7
  await pause(0)
  expect(at.turns).toBe(1)
  at.ms = 14
  expect(pause()).toBeUndefined()
})

test('two who work at the same time get a turn each', async () => {
  const { at, pause } = world()
  const turns: number[] = []
  const work = async () => {
    for (let step = 0; step < 3; step++) {
      at.ms += 10
      await pause()
      turns.push(at.turns)
    }
  }
  await Promise.all([work(), work()])
  expect(turns).toEqual([1, 2, 3, 4, 5, 6])
})

test('a slice leaves room in a frame for a collection of garbage twice as long', async () => {
  const at = { ms: 0 }
  const pause = createPace({ now: () => at.ms, yieldToLoop: async () => {} })
  at.ms = 16 / 5
  expect(pause()).toBeDefined()
  await pause()
})
