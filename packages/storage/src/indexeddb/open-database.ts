import { StorageError } from '../storage'
import { toStorageError } from './request'

/** What a database holds; its version in IndexedDB. 1: the object store `entries`, ArrayBuffer to ArrayBuffer. */
const indexedDbFormat = 1
export const storeName = 'entries'

/**
 * Opens the database of a storage, made when it is not there; `isNew` false: refused with `closed` then, and not made.
 *
 * @throws StorageError `newer`, `damaged` when it is a database of something else, `locked` when it is being deleted or
 *   replaced while others use it, `full`, `failed`
 */
export async function openDatabase(factory: IDBFactory, name: string, isNew = true): Promise<IDBDatabase> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = factory.open(name, indexedDbFormat)
    let blocked = false
    let isGone = false
    request.onupgradeneeded = () => {
      isGone = !isNew
      if (isGone) request.transaction?.abort()
      else request.result.createObjectStore(storeName)
    }
    request.onblocked = () => {
      blocked = true
      reject(
        new StorageError('locked', `the IndexedDB database "${name}" is being replaced while another tab uses it`, {
          hint: 'close or reload the other tabs',
        }),
      )
    }
    request.onsuccess = () => {
      if (blocked) request.result.close()
      else resolve(request.result)
    }
    request.onerror = () => reject(isGone ? goneError(name) : toStorageError(name, request.error))
  })
  if (database.objectStoreNames.contains(storeName)) return database
  database.close()
  throw new StorageError('damaged', `the IndexedDB database "${name}" is not a storage of ours`, {
    hint: 'choose another name',
  })
}

function goneError(name: string): StorageError {
  return new StorageError('closed', `the browser deleted the IndexedDB database "${name}" while it was open`, {
    hint: 'export what is in memory, or open anew',
  })
}
