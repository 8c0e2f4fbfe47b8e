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
  const parts = partsOf(updates)
  // An update of nothing but deletes starts with its count of no blocks.
  const end = deletes.size === 0 ? noDeletes : encodeUpdate([], deletes).subarray(1)
  let clients = 0
  let length = end.length
  for (let index = 0; index < parts.length; index = endOfClient(parts, index)) {
    const after = endOfClient(parts, index)
    const { client, from } = parts[index]!.block
    clients++
    length += sizeOf(structsIn(parts, index, after)) + sizeOf(client) + sizeOf(from)
    for (let at = index; at < after; at++) {
      const { block } = parts[at]!
      if (at > index && parts[at - 1]!.block.to !== block.from) return null
      length += (block.head?.length ?? 0) + block.end - block.start
    }
  }
  const whole = take(length + sizeOf(clients))
  const blocks = new Array<EntryBlock>(clients)
  let at = write(whole, 0, clients)
  for (let index = 0, block = 0; index < parts.length; block++) {
    const after = endOfClient(parts, index)
    const structs = structsIn(parts, index, after)
    const { client, from } = parts[index]!.block
    at = write(whole, at, structs)
    at = write(whole, at, client)
    at = write(whole, at, from)
    const start = at
    for (; index < after; index++) at = copyPart(whole, at, parts[index]!)
    blocks[block] = { client, from, to: parts[after - 1]!.block.to, structs, start, end: at }
  }
  whole.set(end, at)
  return { bytes: whole, blocks }
}

/** What the updates hold, higher clients first, and of each client in their order. */
function partsOf(updates: readonly LaidUpdate[]): Part[] {
  const parts: Part[] = []
  for (const { bytes, blocks } of updates) for (const block of blocks) parts.push({ bytes, block })
  if (parts.length > mostInserted) return parts.sort((a, b) => b.block.client - a.block.client)
  for (let next = 1; next < parts.length; next++) {
    const part = parts[next]!
    let at = next
    for (; at > 0 && parts[at - 1]!.block.client < part.block.client; at--) parts[at] = parts[at - 1]!
    parts[at] = part
  }
  return parts
}

function endOfClient(parts: readonly Part[], index: number): number {
  const { client } = parts[index]!.block
  let end = index + 1
  while (end < parts.length && parts[end]!.block.client === client) end++
  return end
}

function copyPart(into: Uint8Array, at: number, { bytes, block: { head, start, end } }: Part): number {
  const from = at + (head?.length ?? 0)
  if (head !== undefined) into.set(head, at)
  if (end - start > mostInPlace) into.set(bytes.subarray(start, end), from)
  else for (let index = start; index < end; index++) into[from + index - start] = bytes[index]!
  return from + end - start
}

// A sort has its price for few, a view for short runs of bytes.
const mostInserted = 64
const mostInPlace = 256

const noDeletes = Uint8Array.of(0)

function structsIn(parts: readonly Part[], from: number, to: number): number {
  let structs = 0
  for (let index = from; index < to; index++) structs += parts[index]!.block.structs
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
