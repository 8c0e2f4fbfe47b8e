import { digest } from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'

const letters = 'abcdefghijkmnpqrstuvwxyz23456789'

/** A short name for a text, the same everywhere: 32 letters and digits that are not mistaken for each other. */
export function shortHash(text: string, length: number): string {
  return Array.from(digest(encodeUtf8(text)).subarray(0, length), byte => letters[byte & 31]).join('')
}

/** Names for places, as short as keeps them apart. */
export function citesOf(places: readonly string[]): Map<string, string> {
  for (let length = shortest; ; length++) {
    const cites = new Map(places.map(place => [place, shortHash(place, length)]))
    if (new Set(cites.values()).size === cites.size || length === 32) return cites
  }
}

const shortest = 5
