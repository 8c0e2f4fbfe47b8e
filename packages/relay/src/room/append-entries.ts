import { type DeleteSet, encodeUpdate } from '@commonplace/protocol'
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

/** The bytes of `layEntries`. */
export const appendEntries = (updates: readonly LaidUpdate[], deletes: DeleteSet): Uint8Array | null =>
  layEntries(updates, deletes)?.bytes ?? null

/**
 * One update that does what updates do one after the other: their structs, copied as they lie there, in one block a client.
 * Null when something is missing between two of them, or is in both.
 *
 * @param deletes what they delete together
 * @param take gives so many bytes to write it into
 */
export function layEntries(
  updates: readonly LaidUpdate[],
  deletes: DeleteSet,
  take = (length: number): Uint8Array => new Uint8Array(length),
): LaidUpdate | null {
  const byClient = new Map<number, Part[]>()
  for (const { bytes, blocks } of updates) {
    for (const block of blocks) {
      const parts = byClient.get(block.client)
      if (parts === undefined) byClient.set(block.client, [{ bytes, block }])
      else if (parts.at(-1)!.block.to === block.from) parts.push({ bytes, block })
      else return null
    }
  }
  const clients = [...byClient]
  if (clients.length > 1) clients.sort(([a], [b]) => b - a)
  // An update of nothing but deletes starts with its count of no blocks.
  const end = deletes.size === 0 ? noDeletes : encodeUpdate([], deletes).subarray(1)
  let length = sizeOf(clients.length) + end.length
  for (const [client, parts] of clients) {
    length += sizeOf(structsIn(parts)) + sizeOf(client) + sizeOf(parts[0]!.block.from)
    for (const { block } of parts) length += (block.head?.length ?? 0) + block.end - block.start
  }
  const whole = take(length)
  const blocks: EntryBlock[] = []
  let at = write(whole, 0, clients.length)
  for (const [client, parts] of clients) {
    at = write(whole, at, structsIn(parts))
    at = write(whole, at, client)
    at = write(whole, at, parts[0]!.block.from)
    const start = at
    for (const { bytes, block } of parts) {
      if (block.head !== undefined) {
        whole.set(block.head, at)
        at += block.head.length
      }
      whole.set(bytes.subarray(block.start, block.end), at)
      at += block.end - block.start
    }
    const { from } = parts[0]!.block
    blocks.push({ client, from, to: parts.at(-1)!.block.to, structs: structsIn(parts), start, end: at })
  }
  whole.set(end, at)
  return { bytes: whole, blocks }
}

const noDeletes = Uint8Array.of(0)

function structsIn(parts: readonly Part[]): number {
  let structs = 0
  for (const { block } of parts) structs += block.structs
  return structs
}

/** Bytes of a number in lib0's variable length, least significant seven bits first. */
function sizeOf(value: number): number {
  let size = 1
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++
  return size
}

function write(into: Uint8Array, at: number, value: number): number {
  let rest = value
  let end = at
  // Division, since bits beyond the 32nd are lost to operators.
  for (; rest > 127; rest = Math.floor(rest / 128)) into[end++] = 128 | (rest % 128)
  into[end++] = rest
  return end
}
