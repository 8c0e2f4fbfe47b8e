import { addToDeletes, type DeleteSet } from '@commonplace/protocol'
import * as Y from 'yjs'

/** Everything deleted that a document knows of. */
export function deletesOf(doc: Y.Doc): DeleteSet {
  const deletes: DeleteSet = new Map()
  const { clients } = Y.createDeleteSetFromStructStore(doc.store)
  for (const [client, ranges] of clients) {
    addToDeletes(deletes, new Map([[client, ranges.map(({ clock, len }) => [clock, clock + len] as const)]]))
  }
  return deletes
}
