import { digest } from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'
import type { Pause } from '../model'

/** UTF-16 units of a part: three bytes each at most, and what JSON escapes still fits a record. */
const partLength = 16_000

/** A text in parts that one entry holds each; no pair of surrogates is cut. */
export function partsOf(text: string): string[] {
  const parts: string[] = []
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + partLength, text.length)
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to--
    parts.push(text.slice(from, to))
    from = to
  }
  return parts
}

/** Names a text by its parts: SHA-256 over the SHA-256 of each, in hexadecimal, so that no step of it takes long. */
export async function digestOf(parts: readonly string[], pause: Pause): Promise<string> {
  const digests = new Uint8Array(32 * parts.length)
  for (const [at, part] of parts.entries()) {
    digests.set(digest(encodeUtf8(part)), 32 * at)
    await pause()
  }
  return Array.from(digest(digests), byte => byte.toString(16).padStart(2, '0')).join('')
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}
