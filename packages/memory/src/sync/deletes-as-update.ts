import { addToDeletes, type DeleteSet, encodeUpdate, type Range } from '@commonplace/protocol'
import type { Dot } from '../model'

/** An update that deletes these dots, whether a document has them or not. */
export function deletesAsUpdate(dots: readonly Dot[]): Uint8Array {
  const named = new Map<number, Range[]>()
  for (const { client, clock } of dots) {
    const range: Range = [clock, clock + 1]
    if (!named.get(client)?.push(range)) named.set(client, [range])
  }
  const deletes: DeleteSet = new Map()
  addToDeletes(deletes, named)
  return encodeUpdate([], deletes)
}
