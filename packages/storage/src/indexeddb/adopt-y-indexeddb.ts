import { StorageError } from '../storage'
import { answerOf, toStorageError } from './request'

// What y-indexeddb 9 writes: one database a document, the updates (V1) in an auto-incremented object store.
const updatesStore = 'updates'

/** Whether y-indexeddb has kept a document under this name. Leaves no trace. */
export async function hasYIndexedDb(name: string, factory: IDBFactory = globalThis.indexedDB): Promise<boolean> {
  const database = await openExisting(name, factory)
  database?.close()
  return database !== undefined
}

/**
 * The updates of a document that y-indexeddb has kept, in the order they were written; the database stays as it is.
 * Applying them all gives the document.
 *
 * @param name the document name that was given to `IndexeddbPersistence`
 * @returns undefined when there is no such database
 * @throws StorageError `damaged` when it holds something else than updates, `failed`
 */
export async function readYIndexedDb(
  name: string,
  factory: IDBFactory = globalThis.indexedDB,
): Promise<Uint8Array[] | undefined> {
  const database = await openExisting(name, factory)
  if (!database) return undefined
  try {
    const values: unknown[] = await answerOf(database.transaction(updatesStore).objectStore(updatesStore).getAll())
    return values.map(value => {
      if (value instanceof Uint8Array) return value
      throw new StorageError('damaged', `the y-indexeddb database "${name}" holds an update that is not bytes`)
    })
  } catch (error) {
    throw toStorageError(name, error)
  } finally {
    database.close()
  }
}

/** Opening without a version makes an absent database; aborting its first upgrade unmakes it. */
function openExisting(name: string, factory: IDBFactory): Promise<IDBDatabase | undefined> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name)
    let absent = false
    request.onupgradeneeded = () => {
      absent = true
      request.transaction?.abort()
    }
    request.onerror = () => {
      if (absent) resolve(undefined)
      else reject(toStorageError(name, request.error))
    }
    request.onsuccess = () => {
      const database = request.result
      // Whoever wants to delete or upgrade the database must not wait for us.
      database.onversionchange = () => database.close()
      if (database.objectStoreNames.contains(updatesStore)) return resolve(database)
      database.close()
      resolve(undefined)
    }
  })
}
