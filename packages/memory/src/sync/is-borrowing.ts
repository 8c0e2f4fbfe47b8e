import type * as Y from 'yjs'
import type { ReplicaCore } from './replica-core'

/**
 * Whether the document shows entries that were lent and that the room has not given. What is deleted is not shown: the hole that a
 * refused write left is lent too, and may never reach the room. Asks each writer, so only while something may be lent.
 */
export function isBorrowing(core: ReplicaCore): boolean {
  const { base, own } = core.journal
  core.mayBorrow &&= [...core.doc.store.clients].some(([client, structs]) => {
    const last = structs.findLast(({ deleted }) => !deleted) as Y.Item | undefined
    return last && !own.has(client) && last.lastId.clock >= (base.vector.get(client) ?? 0)
  })
  return core.mayBorrow
}
