import { HandClock } from '../../packages/relay/src/identity/tokens.fixture'
import { historyOf } from './history'
import type { Mutant } from './relay'
import { type Found, World } from './world'

/** Plays the history of a seed. */
export function play(seed: number, mutant: Mutant | null = null): Promise<Found> {
  return new World(historyOf(seed, new HandClock().now()), mutant).run()
}
