import { StorageError, storageKey } from '@commonplace/storage'
import { storageConformance, verifyAfterCrash, writeUntilCrash } from '@commonplace/storage/conformance'
import {
  hasYIndexedDb,
  type IndexedDbStorage,
  openIndexedDbStorage,
  readYIndexedDb,
} from '@commonplace/storage/indexeddb'
import { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'

// What the test calls in this page. Answers are plain data: they cross into Node.

const cases = new Map<string, () => Promise<void>>()
let places = 0
storageConformance(
  'indexeddb',
  async () => {
    const name = `conformance-${places++}`
    return { open: () => openIndexedDbStorage({ name }), remove: () => deleteDatabase(name) }
  },
  { describe: (_, body) => body(), test: (title, body) => cases.set(title, body) },
)

let storage: IndexedDbStorage | undefined

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
  })
}

/** Bytes that a browser cannot compress away. */
function randomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536))
  return bytes
}

/** 'ok', or the code of the StorageError. */
async function outcomeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'ok'
  } catch (error) {
    return error instanceof StorageError ? error.code : `unexpected ${error}`
  }
}

let connection: IDBDatabase | undefined
/** Keeps the connection that is opened last, to take it away again. */
const watchedFactory = {
  open(name: string, version?: number) {
    const request = indexedDB.open(name, version)
    request.addEventListener('success', () => {
      connection = request.result
    })
    return request
  },
  deleteDatabase: (name: string) => indexedDB.deleteDatabase(name),
} as IDBFactory

const page = {
  runCase: (title: string) => cases.get(title)!(),

  async open(name: string, durability: 'relaxed' | 'strict' = 'relaxed') {
    return outcomeOf(
      openIndexedDbStorage({ name, durability, indexedDB: watchedFactory }).then(opened => {
        storage = opened
      }),
    )
  },
  /** Waits until no page holds the storage. */
  untilFree: (name: string) => navigator.locks.request(`commonplace-storage:${name}`, () => {}),
  close: () => outcomeOf(storage!.close()),
  destroy: () => outcomeOf(storage!.destroy()),
  isThere: async (name: string) => (await indexedDB.databases()).some(each => each.name === name),
  put: (key: string, bytes: number) =>
    outcomeOf(storage!.commit([{ put: storageKey(key), value: randomBytes(bytes) }])),
  get: async (key: string) => (await storage!.get(storageKey(key)))?.length,
  tryToGet: (key: string) => outcomeOf(storage!.get(storageKey(key))),

  /** Ends the connection as browsers do: with the event that says so, or, as some do, without. */
  loseConnection(isTold: boolean) {
    connection!.close()
    if (isTold) connection!.dispatchEvent(new Event('close'))
  },

  startWriting(acknowledge: (batch: number) => void) {
    void writeUntilCrash(storage!, acknowledge)
  },
  verifyAfterCrash: (acknowledged: number) => verifyAfterCrash(storage!, acknowledged),

  deleteDatabase,
  databases: async () => (await indexedDB.databases()).map(({ name }) => name),
  /** A database of somebody else, of any version. */
  makeDatabase: (name: string, version: number) =>
    new Promise<void>((resolve, reject) => {
      const request = indexedDB.open(name, version)
      request.onsuccess = () => resolve(request.result.close())
      request.onerror = () => reject(request.error)
    }),

  /** Makes a document with y-indexeddb, some updates long, and leaves it open if asked. */
  async writeYIndexedDb(name: string, texts: readonly string[], leaveOpen: boolean) {
    const doc = new Y.Doc()
    const provider = new IndexeddbPersistence(name, doc)
    await provider.whenSynced
    for (const text of texts) doc.getArray('texts').push([text])
    // Its writes have no promise; a transaction queued after them completes after them.
    await new Promise<void>((resolve, reject) => {
      const transaction = provider.db!.transaction('updates', 'readwrite')
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    if (!leaveOpen) await provider.destroy()
  },
  hasYIndexedDb: (name: string) => hasYIndexedDb(name),
  /** The texts of an adopted document, and how many updates they came in. */
  async readYIndexedDb(name: string) {
    const updates = await readYIndexedDb(name)
    if (!updates) return undefined
    const doc = new Y.Doc()
    for (const update of updates) Y.applyUpdate(doc, update)
    return { texts: doc.getArray<string>('texts').toArray(), updates: updates.length }
  },
}

export type StoragePage = typeof page
Object.assign(globalThis, { storagePage: page })
