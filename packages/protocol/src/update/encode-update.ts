import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { DeleteSet } from './delete-set'
import type { Struct } from './struct'

/** Structs of one client in clock order; the first is cut off below `from`, gaps between them become Skips. */
export interface UpdateBlock {
  readonly client: number
  readonly from: number
  readonly structs: readonly Struct[]
}

/**
 * A V1 update of blocks, at most one a client, and deletes. Higher clients come first, as in Yjs. Blocks without
 * structs and clients without ranges are left out.
 */
export function encodeUpdate(blocks: Iterable<UpdateBlock>, deletes: DeleteSet): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  const filled = [...blocks].filter(({ structs }) => structs.length > 0).sort((a, b) => b.client - a.client)
  encoding.writeVarUint(encoder.restEncoder, filled.length)
  for (const { client, from, structs } of filled) {
    const whole = withSkips(structs)
    encoding.writeVarUint(encoder.restEncoder, whole.length)
    encoder.writeClient(client)
    encoding.writeVarUint(encoder.restEncoder, from)
    whole.forEach((struct, at) => {
      struct.write(encoder, at === 0 ? from - struct.id.clock : 0)
    })
  }
  writeDeletes(encoder.restEncoder, deletes)
  return encoder.toUint8Array()
}

/** The delete set as it stands at the end of an update. */
export function writeDeletes(encoder: encoding.Encoder, deletes: DeleteSet): void {
  const filled = [...deletes].filter(([, ranges]) => ranges.length > 0).sort(([a], [b]) => b - a)
  encoding.writeVarUint(encoder, filled.length)
  for (const [client, ranges] of filled) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, ranges.length)
    for (const [from, to] of ranges) {
      encoding.writeVarUint(encoder, from)
      encoding.writeVarUint(encoder, to - from)
    }
  }
}

function withSkips(structs: readonly Struct[]): Struct[] {
  const whole: Struct[] = []
  let next = structs[0]!.id.clock
  for (const struct of structs) {
    const { client, clock } = struct.id
    if (clock > next) whole.push(new Y.Skip(Y.createID(client, next), clock - next))
    whole.push(struct)
    next = clock + struct.length
  }
  return whole
}
