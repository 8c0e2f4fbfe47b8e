import { type Key, keyToParts, rangeOf, storageKey } from '@commonplace/storage'

/** Where the relay keeps what it says of itself. */
export const relayKey: Key = storageKey('relay')

/** Where a room keeps its mode and generation. */
export const roomKey = (room: string): Key => storageKey('room', room, 'meta')

/**
 * Where an item stands: by the log number of the first update in it, and by its level, so that a damaged item still says
 * whether it was written by one commit or folded later.
 */
export const itemKey = (room: string, item: { readonly first: number; readonly level: number }): Key =>
  storageKey('room', room, 'log', item.first, item.level)

/** What the key of an item says of it. */
export function itemOfKey(key: Key): { readonly first: number; readonly level: number } {
  const [, , , first, level] = keyToParts(key)
  return { first: Number(first), level: Number(level) }
}

/** All items of a room that lie in its own range, in log order. */
export const logRange = (room: string): [from: Key, to: Key] => rangeOf('room', room, 'log')

/** Where the nth record of the journal stands. */
export const journalKey = (number: number): Key => storageKey('journal', number)

/** The whole journal, in order. */
export const journalRange = (): [from: Key, to: Key] => rangeOf('journal')
