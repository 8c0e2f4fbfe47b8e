import type { DecodedUpdate, StateVector, Struct } from '@commonplace/protocol'
import * as Y from 'yjs'
import { dotToString, type Entry, entriesIn, sameDot } from '../model'
import type { OutboxRecord } from './outbox'

/** How what the room holds compares with what nobody acknowledged yet. */
export interface Comparison {
  /** writes that the room has, whole */
  readonly there: readonly OutboxRecord[]
  /** writes in whose place the room has nothing but deletions that are not ours */
  readonly removed: readonly OutboxRecord[]
  /** client ids under which somebody else wrote */
  readonly strangers: ReadonlySet<number>
  /** the room has our writes, but not quite as they stand here: this replica was cloned */
  readonly differs: boolean
}

/** A waiting entry, and what the room has at its dot. */
interface Place {
  readonly entry: Entry
  found?: 'there' | 'removed'
}

/**
 * Compares, dot by dot, what a join brought with the writes that wait: the same content is there and durable; a
 * deletion means the write is gone; anything else, or an entry nobody here knows under the id in use, means that
 * another process writes with our id. Counting clocks would not tell: a copy that wrote offline can be longer than
 * what the room has and still differ inside.
 *
 * @param vector the base's, before the join: what it covers is not looked at
 * @param client the id in use
 */
export function compareJoin(
  outbox: readonly OutboxRecord[],
  pieces: readonly DecodedUpdate[],
  vector: StateVector,
  client: number,
): Comparison {
  const places = placesOf(outbox)
  const strangers = new Set<number>()
  let differs = false
  for (const { blocks } of pieces) {
    for (const [each, structs] of blocks) {
      const waiting = places.get(each)
      if (!waiting && each !== client) continue
      for (const [clock, theirs] of contentOf(structs, vector.get(each) ?? 0, waiting)) {
        const place = waiting?.get(clock)
        if (!place) strangers.add(each)
        else if (theirs === 'deleted') place.found ??= 'removed'
        else if (!theirs || theirs.key !== place.entry.key || theirs.payload !== place.entry.payload)
          strangers.add(each)
        else {
          place.found = 'there'
          differs ||= !sameParents(theirs, place.entry)
        }
      }
    }
  }
  const { there, removed } = sortOut(outbox, places, strangers)
  return { there, removed, strangers, differs: differs || removed.length > 0 }
}

/** client → clock → the waiting entry there */
function placesOf(outbox: readonly OutboxRecord[]): Map<number, Map<number, Place>> {
  const places = new Map<number, Map<number, Place>>()
  for (const { entries } of outbox) {
    for (const entry of entries) {
      const { client, clock } = entry.dot
      if (!places.has(client)) places.set(client, new Map())
      places.get(client)!.set(clock, { entry })
    }
  }
  return places
}

/** What stands at each clock from `known` on: an entry, a deletion (told only where an entry waits), or neither. */
function* contentOf(
  structs: readonly Struct[],
  known: number,
  waiting: ReadonlyMap<number, Place> | undefined,
): Generator<readonly [clock: number, content: Entry | 'deleted' | undefined]> {
  for (const struct of structs) {
    const from = Math.max(known, struct.id.clock)
    const to = struct.id.clock + struct.length
    if (from >= to || struct instanceof Y.Skip) continue
    if (struct instanceof Y.GC || struct.content instanceof Y.ContentDeleted) {
      // A deletion can claim 2^50 clocks; the waiting entries are few.
      for (const clock of waiting?.keys() ?? []) if (clock >= from && clock < to) yield [clock, 'deleted']
      continue
    }
    const entries = new Map(entriesIn([struct]).map(entry => [entry.dot.clock, entry]))
    for (let clock = from; clock < to; clock++) yield [clock, entries.get(clock)]
  }
}

function sortOut(
  outbox: readonly OutboxRecord[],
  places: ReadonlyMap<number, ReadonlyMap<number, Place>>,
  strangers: Set<number>,
): Pick<Comparison, 'there' | 'removed'> {
  const withdrawn = new Set(outbox.flatMap(({ removes }) => removes.map(dotToString)))
  const there: OutboxRecord[] = []
  const removed: OutboxRecord[] = []
  for (const record of outbox) {
    const found = record.entries.flatMap(({ dot }) => places.get(dot.client)!.get(dot.clock)!.found ?? [])
    if (found.length === 0) continue
    // A frame is taken whole: part of a write cannot be in the room unless somebody else brought it.
    if (found.length < record.entries.length) strangers.add(record.client)
    else if (record.entries.every(({ dot }, i) => found[i] === 'removed' && !withdrawn.has(dotToString(dot))))
      removed.push(record)
    else there.push(record)
  }
  return { there, removed }
}

function sameParents(a: Entry, b: Entry): boolean {
  return a.parents.length === b.parents.length && a.parents.every((parent, i) => sameDot(parent, b.parents[i]!))
}
