import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

interface RawBlock {
  readonly client: number
  readonly clock: number
  readonly structs: readonly (Y.Item | Y.GC | Y.Skip)[]
}

/** An item with plain values, whatever its origin and parent. */
export function item(
  client: number,
  clock: number,
  options: {
    origin?: readonly [client: number, clock: number]
    rightOrigin?: readonly [client: number, clock: number]
    parent?: string | readonly [client: number, clock: number]
    key?: string
    content?: Y.Item['content']
  } = {},
): Y.Item {
  const id = (pair: readonly [number, number] | undefined) => (pair === undefined ? null : Y.createID(...pair))
  const { origin, rightOrigin, key = null, content = new Y.ContentAny([['key', [], 'payload']]) } = options
  const ownArray = `w/${client.toString(36)}/0`
  const wanted = options.parent ?? (origin === undefined && rightOrigin === undefined ? ownArray : undefined)
  const parent = typeof wanted === 'string' ? wanted : id(wanted)
  return new Y.Item(
    Y.createID(client, clock),
    null,
    id(origin),
    null,
    id(rightOrigin),
    // A root's name stands where Yjs has the type once it is integrated.
    parent as Y.Item['parent'],
    key,
    content,
  )
}

/** V1 bytes of blocks and deletes as they are given, however wrong. */
export function rawUpdate(
  blocks: readonly RawBlock[],
  deletes: readonly (readonly [client: number, clock: number, length: number])[] = [],
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  encoding.writeVarUint(encoder.restEncoder, blocks.length)
  for (const { client, clock, structs } of blocks) {
    encoding.writeVarUint(encoder.restEncoder, structs.length)
    encoder.writeClient(client)
    encoding.writeVarUint(encoder.restEncoder, clock)
    for (const struct of structs) struct.write(encoder, 0)
  }
  encoding.writeVarUint(encoder.restEncoder, deletes.length)
  for (const [client, clock, length] of deletes) {
    for (const number of [client, 1, clock, length]) encoding.writeVarUint(encoder.restEncoder, number)
  }
  return encoder.toUint8Array()
}
