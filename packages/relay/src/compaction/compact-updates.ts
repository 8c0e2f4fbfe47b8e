import { splitUpdate } from '@commonplace/protocol'
import * as Y from 'yjs'
import { pieceBytes } from '../room/state-for'

/**
 * The same document in as few bytes as Yjs needs: what is deleted leaves its length behind and no content, which merging
 * updates never does.
 *
 * @param updates in an order in which each applies
 * @returns pieces of at most 256 KiB that apply in order
 * @throws when they leave something pending
 */
export function compactUpdates(updates: readonly Uint8Array[]): Uint8Array[] {
  const doc = new Y.Doc({ gc: true })
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error('the updates have a gap')
  return splitUpdate(Y.encodeStateAsUpdate(doc), pieceBytes)
}
