import type { UpdateLimits } from '@commonplace/protocol'
import { decodeUtf8 } from 'lib0/string'
import { deletedInfo, float32, float64, hasOrigin, integer, list, text, valuesInfo } from './entry-bytes'
import { isOwnArray, maxKeyLength, maxParents, unsafeKeys } from './entry-rule'

/** What an update holds of one client: the clocks `from` up to, not including, `to`, and where its structs lie in the bytes. */
export interface EntryBlock {
  readonly client: number
  readonly from: number
  readonly to: number
  readonly structs: number
  readonly start: number
  readonly end: number
  /** stands before them when the first is the rest of a struct that was cut: its info, origin and length */
  readonly head?: Uint8Array
}

/** An update of entries as it lies there. */
export interface EntryScan {
  /** higher clients first */
  readonly blocks: readonly EntryBlock[]
  /** where the delete set starts */
  readonly deletesAt: number
}

const eightBytes = new Uint8Array(8)
const eightBytesView = new DataView(eightBytes.buffer)
const unsafeLengths = new Set([...unsafeKeys].map(({ length }) => length))

/** Reads on through an update; `isOdd` once something is not as the common update has it. */
class Scanner {
  readonly bytes: Uint8Array
  at = 0
  isOdd = false

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  byte(): number {
    if (this.at < this.bytes.length) return this.bytes[this.at++]!
    this.isOdd = true
    return 0
  }

  uint(): number {
    const { bytes } = this
    let value = 0
    let factor = 1
    while (this.at < bytes.length) {
      const byte = bytes[this.at++]!
      value += (byte & 0x7f) * factor
      if (value > Number.MAX_SAFE_INTEGER) break
      if (byte < 0x80) return value
      factor *= 128
    }
    this.isOdd = true
    return 0
  }

  expect(byte: number): void {
    if (this.byte() !== byte) this.isOdd = true
  }

  /** Passes over well-formed UTF-8. */
  text(length: number): void {
    const end = this.at + length
    if (end > this.bytes.length) {
      this.isOdd = true
      return
    }
    for (let at = this.at; at < end; at++) {
      if (this.bytes[at]! < 0x80) continue
      if (tryDecode(this.bytes.subarray(at, end)) === null) this.isOdd = true
      break
    }
    this.at = end
  }

  /** Returns how many clocks it has. */
  struct(client: number, clock: number): number {
    const info = this.byte()
    if ((info & hasOrigin) !== 0) {
      // An origin of its own client below its own clock is there when the clocks before it are.
      if (this.uint() !== client || this.uint() >= clock) this.isOdd = true
    } else {
      this.expect(1)
      this.#ownArray(client)
    }
    const length = this.uint()
    const content = info & ~hasOrigin
    if (content === valuesInfo) for (let left = length; left > 0 && !this.isOdd; left--) this.#entry()
    else if (content !== deletedInfo) this.isOdd = true
    if (length === 0) this.isOdd = true
    return length
  }

  #ownArray(client: number): void {
    const length = this.uint()
    const name = length < 32 ? tryDecode(this.bytes.subarray(this.at, this.at + length)) : null
    if (name === null || !isOwnArray(name, client)) this.isOdd = true
    this.at += length
  }

  /** One `[key, parents, payload]`. */
  #entry(): void {
    this.expect(list)
    this.expect(3)
    this.expect(text)
    const keyLength = this.uint()
    if (keyLength === 0 || keyLength > maxKeyLength) this.isOdd = true
    if (unsafeLengths.has(keyLength)) this.#safeKey(keyLength)
    this.text(keyLength)
    this.expect(list)
    const parents = this.uint()
    if (parents % 2 !== 0 || parents > 2 * maxParents) this.isOdd = true
    for (let left = parents; left > 0 && !this.isOdd; left--) this.#number()
    this.expect(text)
    this.text(this.uint())
  }

  #safeKey(length: number): void {
    const key = tryDecode(this.bytes.subarray(this.at, this.at + length))
    if (key === null || unsafeKeys.has(key)) this.isOdd = true
  }

  #number(): void {
    const type = this.byte()
    if (type === integer) this.#integer()
    else if (type === float64) this.#float(8)
    else if (type === float32) this.#float(4)
    else this.isOdd = true
  }

  // The first byte holds the sign and six bits (lib0, writeVarInt).
  #integer(): void {
    const first = this.byte()
    if ((first & 0x40) !== 0) this.isOdd = true
    if ((first & 0x80) !== 0 && this.uint() > Number.MAX_SAFE_INTEGER / 64 - 1) this.isOdd = true
  }

  #float(length: number): void {
    if (this.at + length > this.bytes.length) this.isOdd = true
    for (let at = 0; at < length; at++) eightBytes[at] = this.byte()
    const value = length === 8 ? eightBytesView.getFloat64(0) : eightBytesView.getFloat32(0)
    if (!Number.isSafeInteger(value) || value < 0) this.isOdd = true
  }
}

function tryDecode(bytes: Uint8Array): string | null {
  try {
    return decodeUtf8(bytes)
  } catch {
    return null
  }
}

/**
 * Reads the common update, which only appends entries, without making anything of what it holds. Whatever this takes, full
 * decoding takes as well, finds the same in it, and finds every entry in order; it has no gaps.
 *
 * @returns null for everything else and for everything unusual: then full decoding says what it is
 */
export function scanEntries(bytes: Uint8Array, limits?: UpdateLimits): EntryScan | null {
  if (limits !== undefined && bytes.length > limits.updateBytes) return null
  const scanner = new Scanner(bytes)
  let blocks: EntryBlock[] = []
  let structs = 0
  let clocks = 0
  let lastClient = Number.POSITIVE_INFINITY
  for (let clients = scanner.uint(); clients > 0 && !scanner.isOdd; clients--) {
    const count = scanner.uint()
    const client = scanner.uint()
    const from = scanner.uint()
    // Higher clients come first, so none comes twice.
    if (count === 0 || client >= lastClient) return null
    lastClient = client
    const start = scanner.at
    let to = from
    for (let left = count; left > 0 && !scanner.isOdd; left--) to += scanner.struct(client, to)
    if (to > Number.MAX_SAFE_INTEGER) return null
    structs += count
    clocks += to - from
    const block = { client, from, to, structs: count, start, end: scanner.at }
    // Most updates have one, and the first push makes room for seventeen.
    if (blocks.length === 0) blocks = [block]
    else blocks.push(block)
  }
  if (scanner.isOdd || scanner.at >= bytes.length) return null
  if (limits !== undefined && (structs > limits.structs || clocks > limits.clocks)) return null
  return { blocks, deletesAt: scanner.at }
}
