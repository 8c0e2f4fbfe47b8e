import {
  codecDeflated,
  codecV1,
  type DeleteSet,
  digestDeletes,
  encodeUpdate,
  type StateVector,
  splitUpdate,
} from '@commonplace/protocol'
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

/**
 * What a joiner lacks of the durable state: pieces, never merged; of what it holds in part, the rest, while that is quickly cut. Equal vectors do not mean equal documents, so deletes
 * travel whenever the digests differ: inside the pieces when all pieces that delete are sent, else as pieces of their own.
 *
 * @param vector what the joiner holds
 * @param digest of the deletes the joiner holds; null when it cannot say
 * @param readsPacked whole pieces may be deflated, where they are already
 */
export function stateFor(room: Room, vector: StateVector, digest: number | null, readsPacked = false): Piece[] {
  const pieces: Piece[] = []
  const hasDeletes = digestOf(room) === digest
  let coversDeletes = true
  let cutBytes = 0
  for (const item of room.items) {
    if (hasMore(item.to, vector)) {
      const isCut = isPartlyHeld(item, vector) && cutBytes + item.size <= mostCutBytes
      if (isCut) {
        cutBytes += item.size
        const deletes = hasDeletes ? noDeletes : item.deletes
        pieces.push({ codec: item.codec, update: cutPiece({ bytes: item.bytes, deletes }, vector) })
      } else pieces.push(wholePiece(item, readsPacked))
    } else if (item.deletes.size > 0) coversDeletes = false
  }
  if (coversDeletes || hasDeletes) return pieces
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
