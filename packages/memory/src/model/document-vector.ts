import * as Y from 'yjs'

/** The next clock of each client that wrote in a document. */
export function vectorOf({ store }: Y.Doc): Map<number, number> {
  return new Map([...store.clients.keys()].map(client => [client, Y.getState(store, client)]))
}
