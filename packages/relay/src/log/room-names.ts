import { keyToParts, rangeOf, type Storage, StorageError } from '@commonplace/storage'

/**
 * The names of all rooms that have anything in a store, in the store's order, found without reading what lies in between.
 *
 * @throws StorageError `damaged` for a key of a room without its name
 */
export async function* roomNames(storage: Pick<Storage, 'range'>): AsyncGenerator<string> {
  const [first, end] = rangeOf('room')
  for (let from = first; ; ) {
    let name: string | null = null
    for await (const { key } of storage.range(from, end, { limit: 1 })) {
      const [, found] = keyToParts(key)
      if (typeof found !== 'string') throw new StorageError('damaged', 'the store has a key of a room without its name')
      name = found
    }
    if (name === null) return
    yield name
    from = rangeOf('room', name)[1]
  }
}
