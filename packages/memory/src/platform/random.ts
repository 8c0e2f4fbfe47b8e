import type { Platform } from './platform'

type Random = Pick<Platform, 'random' | 'randomClientId' | 'randomName'>

/** The random parts of a platform, from Web Crypto, which Node and browsers share. */
export const webRandom: Random = randomOf(Math.random, () => crypto.getRandomValues(new Uint32Array(1))[0]!)

/** The same made of one source of numbers, from 0 up to, not including, 1: equal numbers, equal ids. */
export const repeatable = (random: () => number): Random => randomOf(random, () => Math.floor(random() * 2 ** 32))

/** @param word 32 random bits */
function randomOf(random: () => number, word: () => number): Random {
  const hex = () => word().toString(16).padStart(8, '0')
  return {
    random: () => random(),
    randomClientId: () => (word() & 0x1fffff) * 2 ** 32 + word(),
    randomName: () => hex() + hex() + hex() + hex(),
  }
}
