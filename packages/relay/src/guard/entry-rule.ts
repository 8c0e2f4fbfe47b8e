import type { Struct } from '@commonplace/protocol'
import * as Y from 'yjs'

const arrayName = /^w\/([0-9a-z]{1,11})\/(0|[1-9][0-9]{0,8})$/
// The same as in the library's model: what an agent may write the relay must take.
export const maxKeyLength = 1024
export const maxParents = 4096
// An entry's key becomes a property name in somebody's object sooner or later.
export const unsafeKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

const isParents = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length % 2 === 0 &&
  value.length <= 2 * maxParents &&
  value.every(number => Number.isSafeInteger(number) && number >= 0)

const isKey = (value: unknown): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= maxKeyLength && !unsafeKeys.has(value)

const isEntryValue = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 3 && isKey(value[0]) && isParents(value[1]) && typeof value[2] === 'string'

/** Whether a root array's name says that it is the client's own. */
export const isOwnArray = (parent: unknown, client: number): boolean => {
  if (typeof parent !== 'string') return false
  const match = arrayName.exec(parent)
  return match !== null && match[1] === client.toString(36)
}

/**
 * Whether a struct only appends entries (or a hole) to an array of its own writer, as native rooms demand: a map key that
 * is overwritten or a nested type that is deleted takes other writers' items with it without naming them.
 *
 * @returns null when it does, else the reason in words
 */
export function entryFault(struct: Struct): string | null {
  if (!(struct instanceof Y.Item)) return 'only items are entries'
  if (struct.rightOrigin !== null) return 'entries are appended, never inserted'
  if (struct.parentSub !== null) return 'entries stand in arrays, not under map keys'
  const client = struct.id.client
  if (struct.origin === null) {
    if (!isOwnArray(struct.parent, client)) return 'entries stand in an array of their own writer'
  } else if (struct.origin.client !== client) return 'an entry follows an entry of its own writer'
  if (struct.content instanceof Y.ContentDeleted) return null
  if (!(struct.content instanceof Y.ContentAny)) return 'entries are plain values'
  return struct.content.arr.every(isEntryValue) ? null : 'an entry is [key, parents, payload]'
}
