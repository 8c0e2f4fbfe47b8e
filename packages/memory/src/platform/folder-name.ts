import { createHash } from 'node:crypto'

/** File systems take 255 bytes in a name; the rest is left to what a store may put behind it. */
const longest = 200

/**
 * One part of a store's name as a folder: no way up or to the folder itself, nothing too long for a file system, and
 * no two parts alike. Names that are too long keep their beginning, for people, and end in their SHA-256.
 *
 * @param part of the characters that `encodeURIComponent` leaves, and '@'
 */
export function toFolderName(part: string): string {
  const name = /^\.+$/.test(part) ? part.replaceAll('.', '%2E') : part
  if (name.length <= longest) return name
  return `${name.slice(0, 100)}@${createHash('sha256').update(name).digest('hex')}`
}
