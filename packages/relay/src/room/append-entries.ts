import { type DeleteSet, encodeUpdate } from '@commonplace/protocol'
import * as encoding from 'lib0/encoding'
import type { EntryBlock } from '../guard/scan-entries'

/** An update of entries, and where they lie in it. */
export interface LaidUpdate {
  readonly bytes: Uint8Array
  readonly blocks: readonly EntryBlock[]
}

interface Part {
  readonly bytes: Uint8Array
  readonly block: EntryBlock
}

/**
 * One update that does what updates do one after the other: their structs, copied as they lie there, in one block a client.
 * Null when something is missing between two of them, or is in both.
 *
 * @param deletes what they delete together
 */
export function appendEntries(updates: readonly LaidUpdate[], deletes: DeleteSet): Uint8Array | null {
  const byClient = new Map<number, Part[]>()
  for (const { bytes, blocks } of updates) {
    for (const block of blocks) {
      const parts = byClient.get(block.client)
      if (parts === undefined) byClient.set(block.client, [{ bytes, block }])
      else if (parts.at(-1)!.block.to === block.from) parts.push({ bytes, block })
      else return null
    }
  }
  const clients = [...byClient].sort(([a], [b]) => b - a)
  const pieces: Uint8Array[] = [encoding.encode(encoder => encoding.writeVarUint(encoder, clients.length))]
  for (const [client, parts] of clients) {
    pieces.push(
      encoding.encode(encoder => {
        encoding.writeVarUint(
          encoder,
          parts.reduce((sum, { block }) => sum + block.structs, 0),
        )
        encoding.writeVarUint(encoder, client)
        encoding.writeVarUint(encoder, parts[0]!.block.from)
      }),
    )
    for (const { bytes, block } of parts) pieces.push(bytes.subarray(block.start, block.end))
  }
  // An update of nothing but deletes starts with its count of no blocks.
  pieces.push(encodeUpdate([], deletes).subarray(1))
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
