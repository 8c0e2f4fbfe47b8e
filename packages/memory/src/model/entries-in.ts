import * as Y from 'yjs'
import type { Dot } from './dot'
import { type Entry, faultOf, type RawEntry, rawToEntry, type SkipReason } from './entry'
import { entriesPerArray, isInPlace } from './entry-place'

/** Told of what is passed over, by the first dot of it. */
type OnSkipped = (dot: Dot, reason: SkipReason) => void

/**
 * The entries in structs of a document or of a decoded update, in their order.
 * Takes whatever others wrote and never throws: what is no entry is passed over.
 */
export function entriesIn(structs: Iterable<Y.AbstractStruct>, onSkipped?: OnSkipped): Entry[] {
  const entries: Entry[] = []
  for (const struct of structs) {
    const client = struct.id.client
    eachRaw(struct, 0, (raw, clock) => entries.push(rawToEntry(raw, { client, clock })), undefined, onSkipped)
  }
  return entries
}

/** Calls `take` with every entry of this struct from clock `from` to before `to`. */
export function eachRaw(
  struct: Y.AbstractStruct,
  from: number,
  take: (raw: RawEntry, clock: number) => void,
  to = Number.POSITIVE_INFINITY,
  onSkipped?: OnSkipped,
): void {
  if (!(struct instanceof Y.Item) || struct.deleted || struct.content instanceof Y.ContentDeleted) return
  const { client, clock: start } = struct.id
  const first = Math.max(from, start)
  const end = Math.min(to, start + struct.length)
  if (first >= end) return
  if (!(struct.content instanceof Y.ContentAny)) {
    onSkipped?.({ client, clock: first }, 'not-an-entry')
    return
  }
  let inPlace = false
  for (let clock = first; clock < end; clock++) {
    if (clock === first || clock % entriesPerArray === 0) inPlace = isInPlace(struct, clock)
    const value: unknown = struct.content.arr[clock - start]
    const fault = inPlace ? faultOf(value, client, clock) : 'foreign-place'
    if (fault === undefined) take(value as RawEntry, clock)
    else onSkipped?.({ client, clock }, fault)
  }
}
