import type * as Y from 'yjs'
import { type Entry, entriesIn } from '../model'

/** Every entry that a document holds. */
export function entriesOf(doc: Y.Doc): Entry[] {
  return [...doc.store.clients.values()].flatMap(structs => entriesIn(structs))
}
