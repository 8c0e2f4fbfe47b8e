import {
  codecDeflated,
  codecV1,
  type DeleteSet,
  digestDeletes,
  encodeUpdate,
  type StateVector,
  splitUpdate,
} from '@commonplace/protocol'
import type { FoundBlocks } from './blocks-beyond'
import { cutPiece } from './cut-piece'
import type { Piece } from './effect'
import type { LogItem } from './log-item'
import type { Room } from './room'

/** A piece is at most this many bytes. */
export const pieceBytes = 256 * 1024

// So much is cut within some milliseconds.
const mostCutBytes = 4 * 1024 * 1024

const noDeletes: DeleteSet = new Map()

/** Whether clocks reach beyond a vector. */
export function hasMore(to: StateVector, vector: StateVector): boolean {
  for (const [client, clock] of to) if (clock > (vector.get(client) ?? 0)) return true
  return false
}

/** An item of which a joiner lacks something. */
interface Lacked {
  readonly item: LogItem
  /** it gets only the part that it lacks */
  readonly isCut: boolean
}

/** What a joiner lacks something of; what it holds in part is cut, while that is quickly done. */
export function* lackedItems(items: Iterable<LogItem>, vector: StateVector): Generator<Lacked> {
  let cutBytes = 0
  for (const item of items) {
    if (!hasMore(item.to, vector)) continue
    const isCut = isPartlyHeld(item, vector) && cutBytes + item.size <= mostCutBytes
    if (isCut) cutBytes += item.size
    yield { item, isCut }
  }
}

/**
 * What a joiner lacks of the durable state: pieces, never merged, or parts of them. Equal vectors do not mean equal
 * documents, so deletes travel whenever the digests differ: inside the pieces when all pieces that delete are sent, else as
 * pieces of their own.
 *
 * @param vector what the joiner holds
 * @param digest of the deletes the joiner holds; null when it cannot say
 * @param readsPacked whole pieces may be deflated, where they are already
 * @param found where what lies beyond the vector is, of items that were looked through
 */
export function stateFor(
  room: Room,
  vector: StateVector,
  digest: number | null,
  readsPacked = false,
  found?: FoundBlocks,
): Piece[] {
  const pieces: Piece[] = []
  const hasDeletes = digestOf(room) === digest
  for (const { item, isCut } of lackedItems(room.items, vector)) {
    if (isCut) {
      const deletes = hasDeletes ? noDeletes : item.deletes
      const update = cutPiece({ bytes: item.bytes, deletes }, vector, found?.get(item))
      pieces.push({ codec: item.codec, update })
    } else pieces.push(wholePiece(item, readsPacked))
  }
  if (hasDeletes || room.items.every(({ deletes, to }) => deletes.size === 0 || hasMore(to, vector))) return pieces
  return [...pieces, ...allDeletes(room).map(update => ({ codec: codecV1, update }))]
}

function wholePiece(item: LogItem, readsPacked: boolean): Piece {
  const packed = readsPacked ? item.packed : null
  return packed ? { codec: codecDeflated, update: packed } : { codec: item.codec, update: item.bytes }
}

function isPartlyHeld({ from }: LogItem, vector: StateVector): boolean {
  for (const [client, clock] of from) if (clock < (vector.get(client) ?? 0)) return true
  return false
}

/** The digest of the room's durable deletes. */
export function digestOf({ durable }: Room): number {
  durable.digest ??= digestDeletes(durable.deletes)
  return durable.digest
}

/** The room's durable deletes as updates of their own. */
export function allDeletes({ durable }: Room): Uint8Array[] {
  return splitUpdate(encodeUpdate([], durable.deletes), pieceBytes)
}
