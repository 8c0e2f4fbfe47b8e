import { encodeUtf8 } from 'lib0/string'
import { platform } from '#platform'

/** In front of a body: its length and its CRC-32 (IEEE 802.3, as zlib), unsigned 32-bit little-endian numbers. */
export const headerBytes = 8

const leastBytes = 1024
const mostKeptBytes = 256 * 1024
const lastAscii = 0x7f

/**
 * Writes records as they lie on disk, one after the other in a buffer that it keeps: numbers in lib0's variable length, texts and
 * bytes behind their length.
 */
export class RecordWriter {
  #bytes = new Uint8Array(leastBytes)
  #at = headerBytes

  /** Whether nothing was written since the last record ended. */
  get isEmpty(): boolean {
    return this.#at === headerBytes
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#at++] = value
  }

  uint(value: number): void {
    this.#reserve(8)
    let rest = value
    // Division, since bits beyond the 32nd are lost to operators.
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.#at++] = 128 | (rest % 128)
    this.#bytes[this.#at++] = rest
  }

  text(value: string): void {
    const start = this.#at
    const { length } = value
    this.uint(length)
    this.#reserve(length)
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index)
      if (code > lastAscii) {
        this.#at = start
        this.bytes(encodeUtf8(value))
        return
      }
      this.#bytes[this.#at++] = code
    }
  }

  bytes(value: Uint8Array): void {
    this.uint(value.length)
    this.raw(value)
  }

  /** Bytes whose length stands nowhere. */
  raw(value: Uint8Array): void {
    this.#reserve(value.length)
    this.#bytes.set(value, this.#at)
    this.#at += value.length
  }

  /** The record, with its header in front; the next one is begun. */
  end(): Uint8Array {
    return this.endInPlace().slice()
  }

  /** The same where it lies: the next record overwrites it. */
  endInPlace(): Uint8Array {
    const record = this.#bytes.subarray(0, this.#at)
    const body = record.subarray(headerBytes)
    const header = new DataView(record.buffer)
    header.setUint32(0, body.length, true)
    header.setUint32(4, platform.crc32(body), true)
    this.#at = headerBytes
    if (this.#bytes.length > mostKeptBytes) this.#bytes = new Uint8Array(leastBytes)
    return record
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length))
    larger.set(this.#bytes.subarray(0, this.#at))
    this.#bytes = larger
  }
}
