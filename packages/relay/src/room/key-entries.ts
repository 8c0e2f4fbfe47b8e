import { decodeUpdate } from '@commonplace/protocol'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { platform } from '#platform'
import type { KeyEntries, KeyEntry } from './key-entry'
import type { LogItem } from './log-item'
import type { Room } from './room'

const dotText = (client: number, clock: number): string => `${client}.${clock}`

/**
 * Reads on in a room's log for the entries of one key. The relay keeps no document: it looks for the key as it is encoded, at
 * some GB a second, and decodes only the records that hold it.
 *
 * @param maxBytes ends the call after the record that reaches it
 * @returns whether everything was read, what is queued included
 */
export function readKey(room: Room, key: string, known: KeyEntries, maxBytes = Number.POSITIVE_INFINITY): boolean {
  const sought = encoding.encode(encoder => encoding.writeAny(encoder, key))
  let left = maxBytes
  for (const { last, record } of recordsOf(room)) {
    if (last <= known.upTo) continue
    if (left <= 0) return false
    const { bytes } = record
    left -= bytes.length
    known.upTo = last
    if (!platform.holds(bytes, sought)) continue
    for (const entry of entriesUnder(key, bytes)) known.entries.set(entry.dot, entry)
  }
  return true
}

/** The entries of a key in an update, in its order. */
export function entriesUnder(key: string | null, update: Uint8Array): KeyEntry[] {
  const found: KeyEntry[] = []
  for (const [client, structs] of decodeUpdate(update).blocks) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) continue
      for (const [index, value] of struct.content.arr.entries()) {
        if (!Array.isArray(value) || (key !== null && value[0] !== key) || !Array.isArray(value[1])) continue
        const clock = struct.id.clock + index
        found.push({ dot: dotText(client, clock), client, clock, parents: parentsIn(value[1]) })
      }
    }
  }
  return found
}

/** Parents stand as numbers in a row: client, clock, client, clock. */
function parentsIn(numbers: readonly unknown[]): string[] {
  return Array.from({ length: numbers.length >> 1 }, (_, index) =>
    dotText(Number(numbers[2 * index]), Number(numbers[2 * index + 1])),
  )
}

function* recordsOf({
  items,
  queue,
}: Room): Generator<{ readonly last: number; readonly record: Pick<LogItem, 'bytes'> }> {
  for (const item of items) yield { last: item.last, record: item }
  for (const taken of queue) yield { last: taken.number, record: taken }
}
