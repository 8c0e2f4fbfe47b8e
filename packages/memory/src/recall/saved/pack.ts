import { decodeUtf8, encodeUtf8 } from 'lib0/string'
import type { Pause } from '../../model'

/** A column of a snapshot: numbers of one width, or strings. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array | readonly string[]

const widths = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, f8: Float64Array } as const

type Sort = keyof typeof widths | 'text'

interface Part {
  readonly name: string
  readonly sort: Sort
  /** of all values together; strings have a second part with the length of each */
  readonly bytes: number
}

/**
 * Columns as bytes: the length of a head (4 bytes, little-endian), the head (JSON: name, sort and length of each part), and
 * the parts, each from a multiple of 8 on. Numbers stand as this machine has them: what is packed does not leave the device.
 */
export async function pack(columns: ReadonlyMap<string, Column>, pause: Pause): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Part[] = []
  const values: Uint8Array[] = []
  const add = (name: string, sort: Sort, { buffer, byteOffset, byteLength }: ArrayBufferView) => {
    parts.push({ name, sort, bytes: byteLength })
    values.push(new Uint8Array(buffer, byteOffset, byteLength))
  }
  for (const [name, column] of columns) {
    if (isNumbers(column)) add(name, sortOf(column), column)
    else {
      const { bytes, lengths } = await encodeStrings(column, pause)
      add(name, 'text', bytes)
      add('', 'u4', lengths)
    }
  }
  const head = encodeUtf8(JSON.stringify(parts))
  const start = padded(4 + head.length)
  const bytes = new Uint8Array(values.reduce((at, { length }) => padded(at + length), start))
  new DataView(bytes.buffer).setUint32(0, head.length, true)
  bytes.set(head, 4)
  let at = start
  for (const value of values) {
    bytes.set(value, at)
    at = padded(at + value.length)
    await pause()
  }
  return bytes
}

/** Strings encoded between two asks for a pause. */
const stringsAtOnce = 512

async function encodeStrings(strings: readonly string[], pause: Pause) {
  const encoder = new TextEncoder()
  const lengths = new Uint32Array(strings.length)
  let bytes = new Uint8Array(strings.reduce((sum, { length }) => sum + length, 64))
  let at = 0
  for (const [index, text] of strings.entries()) {
    if (index % stringsAtOnce === 0) await pause()
    // A letter takes three bytes at most.
    if (at + 3 * text.length > bytes.length) {
      const larger = new Uint8Array(2 * bytes.length + 3 * text.length)
      larger.set(bytes)
      bytes = larger
    }
    lengths[index] = encoder.encodeInto(text, bytes.subarray(at)).written
    at += lengths[index]!
  }
  return { bytes: bytes.subarray(0, at), lengths }
}

function isNumbers(column: Column): column is Exclude<Column, readonly string[]> {
  return ArrayBuffer.isView(column)
}

function sortOf(column: Exclude<Column, readonly string[]>): Sort {
  return Object.entries(widths).find(([, type]) => column instanceof type)![0] as Sort
}

/** The strings of a packed column, each decoded when it is asked for: so that none of them holds the others in memory. */
export class PackedStrings {
  readonly #bytes: Uint8Array
  readonly #ends: Uint32Array

  constructor(bytes: Uint8Array, lengths: Uint32Array) {
    this.#bytes = bytes
    this.#ends = new Uint32Array(lengths.length)
    let end = 0
    for (let i = 0; i < lengths.length; i++) {
      end += lengths[i]!
      this.#ends[i] = end
    }
  }

  get length(): number {
    return this.#ends.length
  }

  at(index: number): string {
    return decodeUtf8(this.#bytes.subarray(index === 0 ? 0 : this.#ends[index - 1]!, this.#ends[index]!))
  }

  all(): string[] {
    return Array.from(this.#ends, (_, index) => this.at(index))
  }
}

/** What `pack` packed. @throws when the bytes are nothing that it made */
export class Unpacked {
  readonly #parts = new Map<string, { readonly sort: Sort; readonly at: number; readonly bytes: number }>()
  readonly #buffer: ArrayBuffer
  readonly #lengths = new Map<string, Uint32Array>()

  /** @param bytes an array of its own: not a view of another's buffer */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    if (bytes.byteOffset !== 0) throw new Error('packed columns must begin their buffer')
    this.#buffer = bytes.buffer
    const length = new DataView(bytes.buffer).getUint32(0, true)
    const parts = JSON.parse(decodeUtf8(bytes.subarray(4, 4 + length))) as Part[]
    let at = padded(4 + length)
    let last = ''
    for (const part of parts) {
      if (at + part.bytes > bytes.length) throw new Error('packed columns are cut short')
      if (part.name === '') this.#lengths.set(last, new Uint32Array(bytes.buffer, at, part.bytes / 4))
      else this.#parts.set(part.name, { ...part, at })
      last = part.name
      at = padded(at + part.bytes)
    }
  }

  has(name: string): boolean {
    return this.#parts.has(name)
  }

  numbers<Width extends keyof typeof widths>(name: string, width: Width): InstanceType<(typeof widths)[Width]> {
    const part = this.#parts.get(name)
    if (part?.sort !== width) throw new Error(`packed columns have no "${name}" of ${width}`)
    const type = widths[width]
    return new type(this.#buffer, part.at, part.bytes / type.BYTES_PER_ELEMENT) as InstanceType<(typeof widths)[Width]>
  }

  strings(name: string): PackedStrings {
    const part = this.#parts.get(name)
    const lengths = this.#lengths.get(name)
    if (part?.sort !== 'text' || lengths === undefined) throw new Error(`packed columns have no strings "${name}"`)
    return new PackedStrings(new Uint8Array(this.#buffer, part.at, part.bytes), lengths)
  }
}

function padded(at: number): number {
  return Math.ceil(at / 8) * 8
}
