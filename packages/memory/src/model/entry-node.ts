import type { Dot } from './dot'
import { type Entry, type RawEntry, rawToEntry } from './entry'

/**
 * What the index keeps of an entry: where it stands, and the array that the document itself holds.
 * Nothing is copied, so an index costs a fraction of its document.
 */
export interface EntryNode {
  readonly client: number
  readonly clock: number
  readonly raw: RawEntry
  /** present entries of the same key that name it; {@link gone} once it is deleted */
  superseders: number
}

/** The `superseders` of a node that has left the index. */
export const gone = -1

/** The entry of a node. */
export function nodeToEntry(node: EntryNode): Entry {
  return rawToEntry(node.raw, nodeToDot(node))
}

/** The dot of a node. */
function nodeToDot({ client, clock }: EntryNode): Dot {
  return { client, clock }
}
