import { rangeOf, type Storage } from '@commonplace/storage'

/** Deletes every vector on this device, of every embedder: where a session has none, nobody knows whose they are. */
export function clearVectors(storage: Storage): Promise<void> {
  return storage.commit([{ deleteRange: rangeOf('vector') }])
}
