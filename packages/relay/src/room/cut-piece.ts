import { type DeleteSet, decodeUpdate, encodeUpdate, type StateVector } from '@commonplace/protocol'
import { Skip } from 'yjs'
import type { EntryBlock } from '../guard/scan-entries'
import { appendEntries } from './append-entries'
import { blocksBeyond } from './blocks-beyond'
import type { LogItem } from './log-item'

/**
 * The part of a piece that lies beyond a vector, with deletes. It applies where the piece applies to what the vector says.
 *
 * @param deletes all of the piece, unless they are known where it goes
 * @param blocks what lies beyond the vector, where that is known
 */
export function cutPiece(
  { bytes, deletes }: Pick<LogItem, 'bytes' | 'deletes'>,
  vector: StateVector,
  blocks: readonly EntryBlock[] | null = blocksBeyond(bytes, vector),
): Uint8Array {
  const cut = blocks === null ? null : appendEntries([{ bytes, blocks }], deletes)
  return cut ?? cutDecoded(bytes, vector, deletes)
}

function cutDecoded(update: Uint8Array, vector: StateVector, deletes: DeleteSet): Uint8Array {
  const { blocks } = decodeUpdate(update)
  const left = [...blocks].flatMap(([client, all]) => {
    const have = vector.get(client) ?? 0
    const structs = all.filter(struct => !(struct instanceof Skip) && struct.id.clock + struct.length > have)
    return structs[0] ? [{ client, from: Math.max(have, structs[0].id.clock), structs }] : []
  })
  return encodeUpdate(left, deletes)
}
