import * as Y from 'yjs'
import { encodeStruct, sizeOfNumber } from './encode-struct'
import type { Struct } from './struct'

/**
 * How many clocks of a struct, from the offset `from` on, fit into `bytes` and `clocks` as a struct of their own.
 * At least one unit is always taken, for what cannot be cut must go somewhere. A surrogate pair is one unit of two clocks,
 * since Yjs replaces the halves of a pair that it has to cut.
 */
export function clocksThatFit(struct: Struct, from: number, bytes: number, clocks: number): number {
  if (!(struct instanceof Y.Item) || struct.content instanceof Y.ContentDeleted)
    return Math.min(struct.length - from, Math.max(clocks, 1))
  let room = bytes - sizeBeforeContent(struct, from) - sizeOfNumber(bytes)
  let taken = 0
  for (const { size, length } of unitsOf(struct, from)) {
    room -= size
    if (taken > 0 && (room < 0 || taken + length > clocks)) break
    taken += length
  }
  return taken
}

interface Unit {
  readonly size: number
  readonly length: number
}

function* unitsOf({ content, length }: Y.Item, from: number): Generator<Unit> {
  if (content instanceof Y.ContentString) {
    for (const character of content.str.slice(from)) yield { size: utf8Size(character), length: character.length }
  } else if (content instanceof Y.ContentAny) {
    for (const value of content.arr.slice(from)) yield { size: sizeOfContent(new Y.ContentAny([value])), length: 1 }
  } else if (content instanceof Y.ContentJSON) {
    for (const value of content.arr.slice(from)) yield { size: sizeOfContent(new Y.ContentJSON([value])), length: 1 }
  } else {
    yield { size: 0, length: length - from }
  }
}

function utf8Size(character: string): number {
  const point = character.codePointAt(0)!
  if (point > 0xffff) return 4
  return point < 0x80 ? 1 : point < 0x800 ? 2 : 3
}

// The count in front of a single value is one byte.
function sizeOfContent(content: Y.ContentAny | Y.ContentJSON): number {
  const encoder = new Y.UpdateEncoderV1()
  content.write(encoder, 0)
  return encoder.toUint8Array().length - 1
}

// Deleted content of length 1 takes one byte, so the rest is what stands before any content.
function sizeBeforeContent(item: Y.Item, from: number): number {
  const origin = from > 0 ? Y.createID(item.id.client, item.id.clock + from - 1) : item.origin
  const { rightOrigin, parent, parentSub } = item
  const deleted = new Y.ContentDeleted(1)
  return encodeStruct(new Y.Item(item.id, null, origin, null, rightOrigin, parent, parentSub, deleted)).length - 1
}
