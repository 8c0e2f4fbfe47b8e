import { encodeUpdate, type Range } from '@commonplace/protocol'
import type { Dot } from '../model'

/** An update that deletes these dots, whether a document has them or not. */
export function deletesAsUpdate(dots: readonly Dot[]): Uint8Array {
  const deletes = new Map<number, Range[]>()
  for (const { client, clock } of dots) deletes.set(client, [...(deletes.get(client) ?? []), [clock, clock + 1]])
  return encodeUpdate([], deletes)
}
