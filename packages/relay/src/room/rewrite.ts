import {
  addToDeletes,
  addToVector,
  codecV1,
  type DeleteSet,
  describeUpdate,
  minusRanges,
  type StateVector,
} from '@commonplace/protocol'
import { growDeletes } from '../guard/room-facts'
import type { LogItem } from './log-item'
import { countBytes, type Room } from './room'
import { pieceBytes } from './state-for'

/** The level of pieces that hold no deleted content: far above what folding reaches. */
export const compactedLevel = 64

const leastGarbageBytes = 64 * 1024
const leastFreshBytes = 1024 * 1024

const clocksIn = (deletes: DeleteSet): number =>
  [...deletes.values()].flat().reduce((sum, [from, to]) => sum + to - from, 0)

/**
 * Whether compacting is worth it: a quarter of the room is deleted content, or its pieces are many for its size.
 *
 * @param isFull it refuses what is written: a 32nd will do
 */
export function wantsCompaction(room: Room, isFull = false): boolean {
  const fresh = room.items.filter(({ level }) => level !== compactedLevel)
  const freshBytes = fresh.reduce((sum, { size }) => sum + size, 0)
  const bytes = room.items.reduce((sum, { size }) => sum + size, 0)
  const deletes: DeleteSet = new Map()
  for (const item of fresh) addToDeletes(deletes, item.deletes)
  const freshClocks = clocksIn(deletes)
  const allClocks = [...room.durable.vector.values()].reduce((sum, clock) => sum + clock, 0)
  const held = allClocks - clocksIn(room.durable.deletes) + freshClocks
  const garbage = held === 0 ? 0 : (bytes * freshClocks) / held
  if (garbage >= Math.max(leastGarbageBytes, bytes / 4)) return true
  if (isFull && garbage > 0 && garbage >= bytes / 32) return true
  const isScattered = fresh.length > 64 + (4 * freshBytes) / pieceBytes
  return isScattered && freshBytes >= Math.max(leastFreshBytes, bytes / 2)
}

/**
 * The items that take the place of others after a compaction. They carry the same log numbers, bindings and receptions, and say the same
 * of what is known and deleted.
 *
 * @param pieces what the compaction made of them
 * @returns why the pieces cannot take their place, or the items
 */
export function rewriteItems(items: readonly LogItem[], pieces: readonly Uint8Array[]): readonly LogItem[] | string {
  const first = items[0]!.first
  const last = items.at(-1)!.last
  if (pieces.length === 0 || pieces.length > last - first + 1) return `${pieces.length} pieces of ${items.length} items`
  const bulk = last - first + 1 - pieces.length
  const rewritten = pieces.map((bytes, index) => ({
    first: index === 0 ? first : first + bulk + index,
    last: first + bulk + index,
    level: compactedLevel,
    codec: codecV1,
    size: bytes.length,
    bytes,
    bindings: index === 0 ? items.flatMap(({ bindings }) => bindings) : [],
    receptions: index === 0 ? items.flatMap(({ receptions }) => receptions) : [],
    ...describeUpdate(bytes),
  }))
  const [before, after] = [factsOf(items), factsOf(rewritten)]
  if (!isSameVector(before.vector, after.vector)) return 'it changed what is known'
  // Yjs names as deleted also what was written as a hole, and what went with its parent.
  const lost = [...before.deletes].some(([client, ranges]) =>
    ranges.some(range => minusRanges(range, after.deletes.get(client) ?? []).length > 0),
  )
  return lost ? 'it lost deletes' : rewritten
}

/** Puts items in the place of others, which stand one behind the other in a room. */
export function replaceItems(room: Room, items: readonly LogItem[], rewritten: readonly LogItem[]): void {
  room.items.splice(room.items.indexOf(items[0]!), items.length, ...rewritten)
  for (const item of rewritten) {
    growDeletes(room.durable, item.deletes)
    growDeletes(room.facts, item.deletes)
  }
  room.durable.digest = null
  countBytes(room)
}

function factsOf(items: readonly LogItem[]): { vector: StateVector; deletes: DeleteSet } {
  const vector: StateVector = new Map()
  const deletes: DeleteSet = new Map()
  for (const item of items) {
    addToVector(vector, item)
    addToDeletes(deletes, item.deletes)
  }
  return { vector, deletes }
}

function isSameVector(a: StateVector, b: StateVector): boolean {
  return a.size === b.size && [...a].every(([client, clock]) => b.get(client) === clock)
}
