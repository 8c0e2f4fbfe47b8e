import * as Y from 'yjs'
import { defaultLimits, type UpdateLimits } from '../limits'
import { inCausalOrder } from './causal-order'
import { type DecodedUpdate, decodeUpdate } from './decode-update'
import { encodeStruct, sizeOfNumber } from './encode-struct'
import { encodeUpdate } from './encode-update'
import { noUpdate } from './no-update'
import { PieceBuilder } from './piece-builder'
import { sliceStruct } from './slice-struct'
import { splitDeletes } from './split-deletes'
import type { Struct } from './struct'
import { clocksThatFit } from './units'
import { UpdateError } from './update-error'

/** More than this is no document but an attack: one small struct can claim 2^50 clocks. */
const mostPieces = 65_536

/**
 * Cuts a V1 update into pieces that, applied in order, do what the update does, each without leaving anything
 * pending. Cuts fall between clients, between structs, and inside merged runs that are larger than a piece. Deletes
 * go with the last piece, or in pieces of their own after it.
 *
 * @param maxBytes of a piece; a single unit that is larger becomes a piece of its own
 * @param limits what else a piece keeps within, so that a guard takes it
 * @returns the update itself where it fits; no piece where it changes nothing
 * @throws UpdateError when the bytes are no V1 update, `too-large` when a struct alone would fill 65,536 pieces
 */
export function splitUpdate(
  update: Uint8Array,
  maxBytes: number,
  limits: Omit<UpdateLimits, 'updateBytes'> = defaultLimits,
): Uint8Array[] {
  const caps: UpdateLimits = { ...limits, updateBytes: maxBytes }
  const decoded = decodeUpdate(update)
  if (decoded.blocks.size === 0 && decoded.deletes.size === 0) return []
  if (isWithin(caps, update, decoded)) return [update]

  const pieces: Uint8Array[] = []
  let piece = new PieceBuilder(caps)
  for (const struct of inCausalOrder(decoded.blocks)) {
    for (const [part, bytes] of partsOf(struct, caps)) {
      if (piece.add(part, bytes)) continue
      pieces.push(piece.toUpdate())
      piece = new PieceBuilder(caps)
      piece.add(part, bytes)
    }
  }
  const tail = splitDeletes(decoded.deletes, caps)
  const [deletes] = tail
  if (deletes && tail.length === 1 && !piece.isEmpty && piece.hasRoomFor(encodeUpdate([], deletes).length - 1))
    return [...pieces, piece.toUpdate(deletes)]
  if (!piece.isEmpty) pieces.push(piece.toUpdate())
  return [...pieces, ...tail.map(part => encodeUpdate([], part))]
}

function isWithin(caps: UpdateLimits, update: Uint8Array, { blocks, deletes }: DecodedUpdate): boolean {
  if (update.length > caps.updateBytes) return false
  const structs = [...blocks.values()].flat()
  const ranges = [...deletes.values()].reduce((sum, { length }) => sum + length, 0)
  const clocks = structs.reduce((sum, struct) => sum + (struct instanceof Y.Skip ? 0 : struct.length), 0)
  return structs.length <= caps.structs && ranges <= caps.deleteRanges && clocks <= caps.clocks
}

function* partsOf(struct: Struct, caps: UpdateLimits): Generator<[part: Struct, bytes: Uint8Array]> {
  const { client, clock } = struct.id
  const header = 1 + sizeOfNumber(client) + sizeOfNumber(clock + struct.length)
  const room = caps.updateBytes - noUpdate.length - header
  const bytes = encodeStruct(struct)
  if (struct.length <= caps.clocks && bytes.length <= room) {
    yield [struct, bytes]
    return
  }
  if (struct.length / caps.clocks > mostPieces)
    throw new UpdateError('too-large', `a struct of ${struct.length} clocks`, caps.clocks * mostPieces)
  for (let from = 0; from < struct.length; ) {
    const to = from + clocksThatFit(struct, from, room, caps.clocks)
    const part = sliceStruct(struct, from, to)
    yield [part, encodeStruct(part)]
    from = to
  }
}
