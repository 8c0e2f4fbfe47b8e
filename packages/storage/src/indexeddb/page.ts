import type { Page } from '../paged-range'
import type { Key, StoredEntry } from '../storage'
import { answerOf } from './request'

/** Reads at most so many of the entries from ≤ key < to, from either end. */
export async function readPage(
  store: IDBObjectStore,
  from: Key,
  to: Key,
  count: number,
  reverse: boolean,
): Promise<Page> {
  const range = IDBKeyRange.bound(from, to, false, true)
  const entries = reverse ? await readBackwards(store, range, count) : await readForwards(store, range, count)
  return { entries, isLast: entries.length < count }
}

async function readForwards(store: IDBObjectStore, range: IDBKeyRange, count: number): Promise<StoredEntry[]> {
  // Both requests are made before either is awaited: the transaction ends when it has nothing to do.
  const [keys, values] = await Promise.all([
    answerOf(store.getAllKeys(range, count)),
    answerOf(store.getAll(range, count)),
  ])
  return keys.map((key, i) => toEntry(key, values[i]))
}

/** A cursor, since `getAll` has no direction in all browsers. */
function readBackwards(store: IDBObjectStore, range: IDBKeyRange, count: number): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = []
  const request = store.openCursor(range, 'prev')
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const cursor = request.result
      if (cursor) entries.push(toEntry(cursor.key, cursor.value))
      if (!cursor || entries.length >= count) resolve(entries)
      else cursor.continue()
    }
  })
}

function toEntry(key: IDBValidKey, value: ArrayBuffer): StoredEntry {
  return { key: new Uint8Array(key as ArrayBuffer), value: new Uint8Array(value) }
}
