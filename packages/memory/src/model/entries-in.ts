import * as Y from 'yjs'
import { type Entry, faultOf, type RawEntry, rawToEntry } from './entry'
import { entriesPerArray, isInPlace } from './entry-place'
import type { SkippedEntries } from './skipped-entries'

/**
 * The entries in structs of a document or of a decoded update, in their order.
 * Takes whatever others wrote and never throws: what is no entry is passed over, and noted in `skipped`.
 */
export function entriesIn(structs: Iterable<Y.AbstractStruct>, skipped?: SkippedEntries): Entry[] {
  const entries: Entry[] = []
  for (const struct of structs) {
    const client = struct.id.client
    eachRaw(struct, 0, (raw, clock) => entries.push(rawToEntry(raw, { client, clock })), skipped)
  }
  return entries
}

/** Calls `take` with every entry of this struct from clock `from` to before `to`. */
export function eachRaw(
  struct: Y.AbstractStruct,
  from: number,
  take: (raw: RawEntry, clock: number) => void,
  skipped?: SkippedEntries,
  to = Number.POSITIVE_INFINITY,
): void {
  if (!(struct instanceof Y.Item) || struct.deleted || struct.content instanceof Y.ContentDeleted) return
  const { client, clock: start } = struct.id
  const first = Math.max(from, start)
  const end = Math.min(to, start + struct.length)
  if (first >= end) return
  if (!(struct.content instanceof Y.ContentAny)) {
    skipped?.add(client, first, 'not-an-entry', end - first)
    return
  }
  let inPlace = false
  for (let clock = first; clock < end; clock++) {
    if (clock === first || clock % entriesPerArray === 0) inPlace = isInPlace(struct, clock)
    const value: unknown = struct.content.arr[clock - start]
    const fault = inPlace ? faultOf(value, client, clock) : 'foreign-place'
    if (fault === undefined) take(value as RawEntry, clock)
    else skipped?.add(client, clock, fault)
  }
}
