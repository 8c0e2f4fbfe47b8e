import * as Y from 'yjs'
import { decodeUpdate } from './decode-update'
import { addToDeletes, type DeleteSet } from './delete-set'
import { encodeUpdate, type UpdateBlock } from './encode-update'
import { noUpdate } from './no-update'
import { sliceStruct } from './slice-struct'
import type { Struct } from './struct'

/**
 * One V1 update that does what `updates` do together; they may overlap, come in any order, and leave gaps. Every update is
 * read once, where `Y.mergeUpdates` sorts its inputs anew for every struct: quadratic in the number of updates.
 *
 * @throws UpdateError when one of them is no V1 update
 */
export function mergeUpdates(updates: readonly Uint8Array[]): Uint8Array {
  const [only] = updates
  if (updates.length < 2) return only ?? noUpdate
  const byClient = new Map<number, Struct[]>()
  const ranges: DeleteSet = new Map()
  for (const update of updates) {
    const { blocks, deletes } = decodeUpdate(update)
    for (const [client, structs] of blocks) append(byClient, client, structs)
    for (const [client, more] of deletes) append(ranges, client, more)
  }
  const deletes: DeleteSet = new Map()
  addToDeletes(deletes, ranges)
  return encodeUpdate(blocksOf(byClient), deletes)
}

function* blocksOf(byClient: ReadonlyMap<number, readonly Struct[]>): Generator<UpdateBlock> {
  for (const [client, all] of byClient) {
    const structs: Struct[] = []
    let next = 0
    const sorted = all.filter(struct => !(struct instanceof Y.Skip)).sort((a, b) => a.id.clock - b.id.clock)
    for (const struct of sorted) {
      const known = Math.max(0, next - struct.id.clock)
      if (known >= struct.length) continue
      structs.push(sliceStruct(struct, known, struct.length))
      next = struct.id.clock + struct.length
    }
    if (structs[0]) yield { client, from: structs[0].id.clock, structs }
  }
}

function append<T>(lists: Map<number, T[]>, client: number, more: readonly T[]): void {
  const list = lists.get(client)
  if (!list) lists.set(client, [...more])
  else for (const item of more) list.push(item)
}
