import * as Y from 'yjs'
import type { Struct } from './struct'

/**
 * The units `from` up to, not including, `to` of a struct that is not integrated, as a struct of its own. The right part of a cut gets the unit
 * before it as origin, as Yjs does; Yjs itself can cut off only what lies below a clock.
 *
 * @param from offset in the struct, which must not fall inside a surrogate pair, nor may `to`
 */
export function sliceStruct(struct: Struct, from: number, to: number): Struct {
  if (from === 0 && to === struct.length) return struct
  const { client, clock } = struct.id
  const id = Y.createID(client, clock + from)
  if (struct instanceof Y.Skip) return new Y.Skip(id, to - from)
  if (struct instanceof Y.GC) return new Y.GC(id, to - from)
  const origin = from > 0 ? Y.createID(client, clock + from - 1) : struct.origin
  const content = sliceContent(struct.content, from, to)
  return new Y.Item(id, null, origin, null, struct.rightOrigin, struct.parent, struct.parentSub, content)
}

function sliceContent(content: Y.Item['content'], from: number, to: number): Y.Item['content'] {
  if (content instanceof Y.ContentAny) return new Y.ContentAny(content.arr.slice(from, to))
  if (content instanceof Y.ContentString) return new Y.ContentString(content.str.slice(from, to))
  if (content instanceof Y.ContentJSON) return new Y.ContentJSON(content.arr.slice(from, to))
  if (content instanceof Y.ContentDeleted) return new Y.ContentDeleted(to - from)
  throw new Error(`content of kind ${content.getRef()} is one unit`)
}
