import { parentPort, workerData } from 'node:worker_threads'
import { openMemory } from '@commonplace/memory'

// An agent in a thread of its own: answers what it reads of the main thread's, and writes something itself.

const memory = await openMemory({ agent: { id: 'ben' }, ...(workerData as { relay: string; storage: string }) })
const tell = async () => {
  const record = (await memory.getAll()).find(({ content }) => content === 'from the main thread')
  if (record) parentPort!.postMessage(record.content)
}
memory.on('change', tell)
await memory.add('from the worker thread')
await memory.sync.flush('relay')
await tell()
