import { type Memory, type OpenOptions, openMemory } from '@commonplace/memory'
import { rangeOf, type Storage } from '@commonplace/storage'
import { openIndexedDbStorage, readYIndexedDb } from '@commonplace/storage/indexeddb'
import { memoryStorage } from '@commonplace/storage/memory'
import { loadWordTable } from '@commonplace/word-table'
import { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'

// What the test calls in this page. Answers are plain data: they cross into Node.

let memory: Memory
let storage: Storage
let provider: IndexeddbPersistence

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

function indexWorkerOf(name: string, isShared: boolean) {
  return {
    from: 20,
    start: isShared
      ? () => new SharedWorker(new URL('@commonplace/memory/worker', import.meta.url), { type: 'module', name })
      : () => new Worker(new URL('@commonplace/memory/worker', import.meta.url), { type: 'module' }),
  }
}

const page = {
  async open(options: OpenOptions) {
    memory = await openMemory(options)
  },

  /** Its search index in a worker of its own, or in a shared one. */
  async openWithWorker(options: OpenOptions, isShared: boolean) {
    memory = await openMemory({ ...options, indexWorker: indexWorkerOf(options.agent.id, isShared) })
  },

  /** The same on a storage that this page can look into, and no other tab can open. */
  async openOnStorage(options: OpenOptions, isShared: boolean) {
    storage = await openIndexedDbStorage({ name: options.agent.id })
    memory = await openMemory({ ...options, storage, indexWorker: indexWorkerOf(options.agent.id, isShared) })
  },

  /** An index is on the disk, whole: its head is written last and sorts first. */
  async isIndexKept() {
    for await (const { value } of storage.range(...rangeOf('index'), { limit: 1 })) return value[0] === 0x7b
    return false
  },

  async openWithMissingWorker(options: OpenOptions) {
    const start = () => new Worker(new URL('no-such-file.js', location.href), { type: 'module' })
    memory = await openMemory({ ...options, indexWorker: { from: 20, start } })
  },

  indexStatus: () => memory.index.status.value,

  async openWithWordTable(options: OpenOptions) {
    memory = await openMemory({ ...options, wordTable: await loadWordTable() })
  },

  /** With a key that no script can export, as an application would keep it. */
  async openEncrypted(options: OpenOptions, byte: number) {
    const bytes = new Uint8Array(32).fill(byte)
    const key = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey', 'deriveBits'])
    memory = await openMemory({ ...options, encryption: { key } })
  },

  /** Everything in every IndexedDB database of this page, as text. */
  async dump() {
    let text = ''
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name!))
      for (const store of database.objectStoreNames) {
        const entries = database.transaction(store).objectStore(store)
        for (const all of [await settled(entries.getAllKeys()), await settled(entries.getAll())]) {
          text += all.map(bytes => new TextDecoder('latin1').decode(bytes as ArrayBuffer)).join()
        }
      }
      database.close()
    }
    return text
  },

  /** A memory that keeps nothing itself; y-indexeddb keeps the document of its space. */
  async openWithProvider(options: OpenOptions, database: string) {
    memory = await openMemory({ ...options, storage: memoryStorage() })
    provider = new IndexeddbPersistence(database, await memory.spaces.document('team'))
    await provider.whenSynced
  },

  add: async (text: string) => (await memory.add(text)).id,

  /** Many records that say since when they hold, long before now, of which those that hold a word are retracted now. */
  async fillSince(validFrom: string, retracted: string) {
    for (let at = 0; at < 40; at++) {
      const { id } = await memory.add(`the copper ladder number ${at} at the ${at % 4 ? 'harbour' : 'meadow'}`, {
        validFrom,
      })
      if (at % 8 === 0) await memory.update(id, { content: `a violin in winter number ${at}` })
    }
    for (const { record } of await memory.search(retracted, { limit: 20 }))
      await memory.retract(record.id, 'it is over')
  },

  /** What held at a time, best first; called off at once where that is wanted. */
  async foundAsOf(query: string, asOf: string, isCalledOff = false) {
    const calledOff = new AbortController()
    const asked = memory.search(query, { asOf, limit: 20, signal: calledOff.signal })
    if (isCalledOff) calledOff.abort(new Error('never mind'))
    return (await asked).map(({ record, score }) => [record.content, score] as const)
  },

  /** Forgets one record; how the receipts say that it is gone from this store. */
  async erase(id: string) {
    const { receipts } = await memory.erase({ ids: [id] })
    return receipts.flatMap(({ confirmed }) => confirmed.map(({ scrubbed }) => scrubbed))
  },

  /** Records of 48 kB that no browser can compress; resolves when they are on disk. */
  async fill(count: number) {
    // Letters of two alphabets: nothing that could be taken for a number or a secret.
    const letter = (byte: number) => String.fromCodePoint((byte < 128 ? 0x61 : 0x3b1) + (byte % 23))
    const text = () => Array.from(crypto.getRandomValues(new Uint8Array(30_000)), letter).join('')
    await Promise.all(Array.from({ length: count }, () => memory.add(text())))
  },
  count: async () => (await memory.getAll()).length,
  storage: () => memory.storage.status.value,
  persist: (reason: string) => memory.storage.persist(reason),
  retry: () => memory.storage.retry(),

  found: async (query: string) => (await memory.search(query)).map(({ record }) => record.content),

  contents: async () => (await memory.getAll({ scope: 'all' })).map(({ content }) => content).sort(),

  async adopt(space: string, database: string) {
    const updates = await readYIndexedDb(database)
    return updates ? (await memory.spaces.adopt(space, updates)).records : 'no such database'
  },

  /** Copies the space's document into a y-indexeddb database, as an application of before would have left it. */
  async keepCopy(database: string) {
    const copy = new Y.Doc()
    const persistence = new IndexeddbPersistence(database, copy)
    await persistence.whenSynced
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(await memory.spaces.document('team')))
    await persistence.set('done', 'yes')
    await persistence.destroy()
  },

  async closeProvider() {
    await provider.set('done', 'yes')
    await provider.destroy()
  },

  close: () => memory.close(),
  /** What an application does when its store is gone: keeps what is in memory, and opens anew. */
  async rescue(options: OpenOptions) {
    const texts = await Promise.all(memory.spaces.list().map(({ name }) => memory.export(name)))
    await memory.close().catch(() => {})
    memory = await openMemory(options)
    for (const text of texts) await memory.import(text)
  },
}

export type MemoryPage = typeof page
Object.assign(globalThis, { memoryPage: page })
