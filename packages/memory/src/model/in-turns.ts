import type { Pause } from './pause'

/** Takes one after the other, with turns of the event loop in between. What is added meanwhile to what it goes through is taken too. */
export async function inTurns<T>(all: Iterable<T>, pause: Pause, take: (one: T) => void): Promise<void> {
  for (const one of all) {
    take(one)
    const turn = pause()
    if (turn) await turn
  }
}
