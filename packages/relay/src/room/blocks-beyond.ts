import type { StateVector } from '@commonplace/protocol'
import * as encoding from 'lib0/encoding'
import { deletedInfo, float32, float64, hasOrigin, integer, list, text, valuesInfo } from '../guard/entry-bytes'
import type { EntryBlock } from '../guard/scan-entries'
import type { LogItem } from './log-item'

/** What `blocksBeyond` says of items and one vector. */
export type FoundBlocks = ReadonlyMap<LogItem, readonly EntryBlock[] | null>

/** Reads on through an update; `isOdd` once something is not as an update of entries has it. */
class Skimmer {
  readonly bytes: Uint8Array
  at = 0
  isOdd = false

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  uint(): number {
    const { bytes } = this
    let byte = bytes[this.at++]!
    if (byte < 0x80) return byte
    let value = byte & 0x7f
    for (let factor = 128; this.at < bytes.length && factor < 2 ** 50; factor *= 128) {
      byte = bytes[this.at++]!
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
    this.isOdd = true
    return 0
  }

  skipText(): void {
    const length = this.uint()
    this.at += length
  }

  /** Passes over entries `[key, parents, payload]`, of which only the lengths are read. */
  entries(count: number): void {
    const { bytes } = this
    let { at } = this
    for (let left = count; left > 0; left--) {
      if (bytes[at] !== list || bytes[at + 1] !== 3 || bytes[at + 2] !== text) break
      let length = bytes[at + 3]!
      if (length < 0x80) at += 4 + length
      else at = this.#endOfText(at + 3)
      if (bytes[at] !== list) break
      let parents = bytes[at + 1]!
      at += 2
      if (parents >= 0x80) {
        this.at = at - 1
        parents = this.uint()
        at = this.at
      }
      for (; parents > 0; parents--) {
        const type = bytes[at++]
        if (type === float64) at += 8
        else if (type === float32) at += 4
        else if (type === integer) while (bytes[at++]! >= 0x80);
        else break
      }
      if (parents > 0 || bytes[at] !== text) break
      length = bytes[at + 1]!
      if (length < 0x80) at += 2 + length
      else at = this.#endOfText(at + 1)
      if (left === 1) {
        this.at = at
        return
      }
    }
    this.at = at
    if (count > 0) this.isOdd = true
  }

  #endOfText(at: number): number {
    this.at = at
    this.skipText()
    return this.at
  }
}

/**
 * Where an update of entries that the guard let in holds what lies beyond a vector; a struct that the vector ends in is cut
 * there. Nothing is checked again: texts and numbers are passed over, which of a large piece is nine bytes of ten.
 *
 * @returns null for what is not an update of entries
 */
export function blocksBeyond(bytes: Uint8Array, vector: StateVector): EntryBlock[] | null {
  const skimmer = new Skimmer(bytes)
  const blocks: EntryBlock[] = []
  for (let clients = skimmer.uint(); clients > 0 && !skimmer.isOdd; clients--) {
    const block = nextBlock(skimmer, vector)
    if (block.structs > 0) blocks.push(block)
  }
  return skimmer.isOdd || skimmer.at >= bytes.length ? null : blocks
}

function nextBlock(skimmer: Skimmer, vector: StateVector): EntryBlock {
  const count = skimmer.uint()
  const client = skimmer.uint()
  const first = skimmer.uint()
  const known = vector.get(client) ?? 0
  let start = skimmer.at
  let from = first
  let structs = count
  let to = first
  let head: Uint8Array | undefined
  for (let left = count; left > 0 && !skimmer.isOdd; left--) {
    const info = skimmer.bytes[skimmer.at++]!
    if ((info & hasOrigin) !== 0) {
      skimmer.uint()
      skimmer.uint()
    } else {
      if (skimmer.bytes[skimmer.at++] !== 1) skimmer.isOdd = true
      skimmer.skipText()
    }
    const content = info & ~hasOrigin
    if (content !== valuesInfo && content !== deletedInfo) skimmer.isOdd = true
    const length = skimmer.uint()
    const below = Math.min(Math.max(known - to, 0), length)
    if (content === valuesInfo) skimmer.entries(below)
    if (below > 0) {
      const isCut = below < length
      start = skimmer.at
      from = to + below
      structs = isCut ? left : left - 1
      head = isCut ? headOf(content, client, from, length - below) : undefined
    }
    if (content === valuesInfo) skimmer.entries(length - below)
    to += length
  }
  const block = { client, from, to, structs, start, end: skimmer.at }
  return head === undefined ? block : { ...block, head }
}

/** What stands before the content of a struct whose origin is the clock before its own (Yjs, Item.write with an offset). */
function headOf(content: number, client: number, clock: number, length: number): Uint8Array {
  return encoding.encode(encoder => {
    encoding.writeUint8(encoder, content | hasOrigin)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock - 1)
    encoding.writeVarUint(encoder, length)
  })
}
