import { parentPort, workerData } from 'node:worker_threads'
import { storageKey } from '../key'
import { openLmdbStorage } from './lmdb-storage'

// A thread that a test starts and terminates: it commits one entry, says so, and holds the store.
const storage = await openLmdbStorage({ path: workerData as string })
await storage.commit([{ put: storageKey('of the thread'), value: new Uint8Array([7]) }])
parentPort!.postMessage('held')
setInterval(() => {}, 1000)
