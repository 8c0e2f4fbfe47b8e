import * as Y from 'yjs'
import type { Struct } from './struct'

/** The bytes of one struct in a V1 update. */
export function encodeStruct(struct: Struct): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  struct.write(encoder, 0)
  return encoder.toUint8Array()
}

/** How many bytes a number takes in a V1 update. */
export function sizeOfNumber(value: number): number {
  let size = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++
  return size
}
