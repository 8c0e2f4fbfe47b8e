import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { UpdateLimits } from '../limits'
import type { DeleteSet } from './delete-set'
import { encodeStruct, sizeOfNumber } from './encode-struct'
import { writeDeletes } from './encode-update'
import type { Struct } from './struct'

interface Block {
  readonly from: number
  /** the clock after the last struct */
  readonly next: number
  readonly structs: Uint8Array[]
  readonly bytes: number
}

/** One piece in the making: takes structs, already encoded, as long as they fit its limits, and knows its exact size. */
export class PieceBuilder {
  readonly #limits: UpdateLimits
  readonly #blocks = new Map<number, Block>()
  /** bytes of all blocks with their headers */
  #bytes = 0
  #structs = 0
  #clocks = 0

  constructor(limits: UpdateLimits) {
    this.#limits = limits
  }

  get isEmpty(): boolean {
    return this.#structs === 0
  }

  /** Adds a struct, and says whether it did: it always does to an empty piece, whatever the size. */
  add(struct: Struct, bytes: Uint8Array): boolean {
    const { client, clock } = struct.id
    const block = this.#blocks.get(client)
    const added = block && clock > block.next ? [skip(client, block.next, clock), bytes] : [bytes]
    const blockBytes = (block?.bytes ?? 0) + added.reduce((sum, { length }) => sum + length, 0)
    const from = block?.from ?? clock
    const count = block?.structs.length ?? 0
    const total =
      this.#bytes -
      (block ? headerSize(client, from, count) + block.bytes : 0) +
      headerSize(client, from, count + added.length) +
      blockBytes
    const fits =
      total + sizeOfNumber(this.#blocks.size + (block ? 0 : 1)) + 1 <= this.#limits.updateBytes &&
      this.#structs + added.length <= this.#limits.structs &&
      this.#clocks + struct.length <= this.#limits.clocks
    if (!fits && !this.isEmpty) return false

    const next = clock + struct.length
    const structs = block?.structs ?? []
    structs.push(...added)
    this.#blocks.set(client, { from, next, structs, bytes: blockBytes })
    this.#bytes = total
    this.#structs += added.length
    this.#clocks += struct.length
    return true
  }

  /** Whether an encoded delete set of this size still fits. */
  hasRoomFor(deleteBytes: number): boolean {
    return sizeOfNumber(this.#blocks.size) + this.#bytes + deleteBytes <= this.#limits.updateBytes
  }

  /** The piece, higher clients first as in Yjs. */
  toUpdate(deletes: DeleteSet = new Map()): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, this.#blocks.size)
    for (const [client, { from, structs }] of [...this.#blocks].sort(([a], [b]) => b - a)) {
      encoding.writeVarUint(encoder, structs.length)
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, from)
      for (const struct of structs) encoding.writeUint8Array(encoder, struct)
    }
    writeDeletes(encoder, deletes)
    return encoding.toUint8Array(encoder)
  }
}

function headerSize(client: number, from: number, count: number): number {
  return sizeOfNumber(count) + sizeOfNumber(client) + sizeOfNumber(from)
}

function skip(client: number, from: number, to: number): Uint8Array {
  return encodeStruct(new Y.Skip(Y.createID(client, from), to - from))
}
