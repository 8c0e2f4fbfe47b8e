import { parentPort } from 'node:worker_threads'
import { compactUpdates } from './compact-updates'

// One room, then the thread ends: whatever a document left behind goes with it.
parentPort!.once('message', (updates: readonly Uint8Array[]) => {
  parentPort!.postMessage(compactUpdates(updates))
})
