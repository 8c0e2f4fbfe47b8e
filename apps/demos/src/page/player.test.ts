import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Run, Scene } from '../run/run'
import { Player } from './player'

const lookMs = 2600
const steps = 12

/** The steps of a script that does nothing, as far as a player asks for them. */
function emptyRun(): Run {
  let step = 0
  const scene = async () => ({ step }) as Scene
  const run = {
    get next() {
      return step < steps ? {} : undefined
    },
    scene,
    step: async () => {
      step++
      return scene()
    },
    close: async () => {},
  }
  return run as unknown as Run
}

let player: Player
/** What was shown, without repetition. */
let seen: number[]

beforeEach(async () => {
  vi.useFakeTimers()
  player = new Player(async () => emptyRun(), steps, 'ws://relay')
  seen = []
  player.subscribe(() => seen.at(-1) !== player.state.shown && seen.push(player.state.shown))
  await player.start(1)
})

afterEach(() => void vi.useRealTimers())

test('played, paused and played again at once, it goes on one step at a time, and stops when it is paused', async () => {
  player.play()
  player.pause()
  player.play()
  await vi.advanceTimersByTimeAsync(1)
  const begun = player.state.shown
  await vi.advanceTimersByTimeAsync(lookMs)
  expect(player.state.shown).toBe(begun + 1)
  player.pause()
  await vi.advanceTimersByTimeAsync(10 * lookMs)
  expect(player.state.shown).toBe(begun + 1)
})

test('a new run takes the place of the old one without a moment of nothing', async () => {
  await player.goTo(9)
  await player.reset()
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1])
  expect(player.state.scenes).toHaveLength(2)
})

test('to look again at a step keeps it in sight', async () => {
  await player.goTo(9)
  await player.lookAgain(4)
  expect(player.state.shown).toBe(4)
  expect(player.state.scenes).toHaveLength(10)
})
