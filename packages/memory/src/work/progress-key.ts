import { digest } from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'
import { hexOf } from './work-key'

const beginning = 'work:'

/** Whether a key is one of those: what is said under it is meant for who waits for the run. */
export function isProgressKey(key: string): boolean {
  return key.startsWith(beginning)
}

/** Short, since it is shown to all, and tells nothing of the key: 64 bits of the SHA-256 of its space and line. */
export function progressKey(space: string, line: string): string {
  return `${beginning}${hexOf(digest(encodeUtf8(`${space}\u0000${line}`))).slice(0, 16)}`
}
