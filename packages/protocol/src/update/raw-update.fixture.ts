import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Struct } from './struct'

/** A V1 update of any structs and deletes, as a forger would write it: nothing is checked. */
export function rawUpdate(
  blocks: readonly (readonly [client: number, clock: number, structs: readonly Struct[]])[],
  deletes: readonly (readonly [client: number, ranges: readonly (readonly [clock: number, length: number])[]])[] = [],
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  encoding.writeVarUint(encoder.restEncoder, blocks.length)
  for (const [client, clock, structs] of blocks) {
    encoding.writeVarUint(encoder.restEncoder, structs.length)
    encoder.writeClient(client)
    encoding.writeVarUint(encoder.restEncoder, clock)
    for (const struct of structs) struct.write(encoder, 0)
  }
  encoding.writeVarUint(encoder.restEncoder, deletes.length)
  for (const [client, ranges] of deletes) {
    encoding.writeVarUint(encoder.restEncoder, client)
    encoding.writeVarUint(encoder.restEncoder, ranges.length)
    for (const [clock, length] of ranges) {
      encoder.writeDsClock(clock)
      encoder.writeDsLen(length)
    }
  }
  return encoder.toUint8Array()
}

/** An item of values in a root array, or after `origin`. */
export function item(client: number, clock: number, values: readonly unknown[], origin: Y.ID | null = null): Y.Item {
  // Yjs takes the name of a root type for a parent when it writes, which its types do not say.
  const parent = origin ? null : ('w/x/0' as unknown as Y.ID)
  return new Y.Item(Y.createID(client, clock), null, origin, null, null, parent, null, new Y.ContentAny([...values]))
}
