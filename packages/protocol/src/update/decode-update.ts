import type { Decoder } from 'lib0/decoding'
import * as Y from 'yjs'
import type { UpdateLimits } from '../limits'
import { unionRanges } from '../ranges'
import type { DeleteSet } from './delete-set'
import type { Struct } from './struct'
import { UpdateError } from './update-error'

/** A V1 update as structs by client, each client's in clock order and without a hole (gaps are Skips), and deletes. */
export interface DecodedUpdate {
  readonly blocks: Map<number, Struct[]>
  readonly deletes: DeleteSet
}

const unlimited: UpdateLimits = {
  updateBytes: Number.POSITIVE_INFINITY,
  structs: Number.POSITIVE_INFINITY,
  deleteRanges: Number.POSITIVE_INFINITY,
  clocks: Number.POSITIVE_INFINITY,
}

/**
 * Decodes a V1 update exactly, where Yjs is lenient: `Y.applyUpdate` takes half of a malformed update, ignores what
 * follows it, and keeps only the last of two blocks of one client.
 *
 * @param limits without them only own, trusted updates should be decoded
 * @throws UpdateError and nothing else: `too-large` with the limit in `value`, else `invalid`
 */
export function decodeUpdate(bytes: Uint8Array, limits: UpdateLimits = unlimited): DecodedUpdate {
  checkMost(bytes.length, limits.updateBytes, 'bytes')
  const { structs, ds } = decodeExactly(bytes, limits)
  const blocks = new Map<number, Struct[]>()
  let clocks = 0
  for (const struct of structs) {
    const { client, clock } = struct.id
    checkSpan(client, clock, struct.length)
    if (!(struct instanceof Y.Skip)) clocks += struct.length
    checkMost(clocks, limits.clocks, 'clocks')
    const block = blocks.get(client)
    if (block) block.push(struct)
    else blocks.set(client, [struct])
  }
  const deletes: DeleteSet = new Map()
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) checkSpan(client, clock, len)
    deletes.set(client, unionRanges(ranges.map(({ clock, len }) => [clock, clock + len])))
  }
  return { blocks, deletes }
}

/** What an `ExactDecoder` counts while it reads. */
class Reading {
  readonly limits: UpdateLimits
  readonly clients = new Set<number>()
  structs = 0
  deleteRanges = 0
  decoder: Decoder | null = null

  constructor(limits: UpdateLimits) {
    this.limits = limits
  }
}

// Yjs is given a class, not an instance, and a class made for every call would never be optimised: so what a decoder counts
// stands here while it reads, which nothing can interrupt.
let reading = new Reading(unlimited)

class ExactDecoder extends Y.UpdateDecoderV1 {
  constructor(decoder: Decoder) {
    super(decoder)
    reading.decoder = decoder
  }

  override readClient(): number {
    const client = super.readClient()
    if (reading.clients.has(client)) throw new UpdateError('invalid', 'an update has two blocks of one client')
    reading.clients.add(client)
    return client
  }

  override readInfo(): number {
    checkMost(++reading.structs, reading.limits.structs, 'structs')
    return super.readInfo()
  }

  override readDsClock(): number {
    checkMost(++reading.deleteRanges, reading.limits.deleteRanges, 'delete ranges')
    return super.readDsClock()
  }
}

function decodeExactly(bytes: Uint8Array, limits: UpdateLimits) {
  reading = new Reading(limits)
  try {
    const decoded = Y.decodeUpdateV2(bytes, ExactDecoder)
    if (reading.decoder?.pos !== bytes.length) throw new UpdateError('invalid', 'bytes after the end of an update')
    return decoded
  } catch (error) {
    if (error instanceof UpdateError) throw error
    // Yjs and lib0 answer malformed bytes with whatever breaks first, a deep nesting with a RangeError.
    throw new UpdateError('invalid', 'an update is cut off or malformed')
  }
}

function checkMost(count: number, most: number, what: string): void {
  if (count > most) throw new UpdateError('too-large', `an update of ${count} ${what}`, most)
}

// lib0 takes a number of which the last byte alone carries it beyond what is safe.
function checkSpan(client: number, from: number, length: number): void {
  const isSafe = Number.isSafeInteger
  if (!(length >= 1) || !isSafe(client) || !isSafe(from) || !isSafe(from + length))
    throw new UpdateError('invalid', 'a struct or delete is empty or above 2^53')
}
