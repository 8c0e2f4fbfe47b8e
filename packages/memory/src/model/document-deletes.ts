import * as Y from 'yjs'

/** Everything deleted that a document knows of: by client id ranges of clocks, sorted, none next to another. */
export function deletesOf(doc: Y.Doc): Map<number, (readonly [from: number, to: number])[]> {
  const { clients } = Y.createDeleteSetFromStructStore(doc.store)
  return new Map([...clients].map(([client, ranges]) => [client, ranges.map(({ clock, len }) => [clock, clock + len])]))
}
