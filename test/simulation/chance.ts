import { crc32 } from 'node:zlib'
import { SeededRandom } from '@commonplace/protocol/testing'

/**
 * Choices that depend on what they are for and on nothing else: the third message of a link takes as long whether or not
 * other things of the plan happen, so that a plan can be shrunk.
 */
export function chanceOf(seed: number, ...what: readonly (string | number)[]): SeededRandom {
  return new SeededRandom(crc32(`${seed}/${what.join('/')}`))
}

/** ms: mostly around the mean, now and then ten times as long. */
export function delayOf(random: SeededRandom, mean: number): number {
  const spread = random.chance(0.04) ? 20 : 2
  return Math.round(random.next() * mean * spread * 1000) / 1000
}
