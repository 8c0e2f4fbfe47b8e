import { openMemory } from '@commonplace/memory'
import { decodeRelayFrame } from '@commonplace/protocol'
import type { Storage } from '@commonplace/storage'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { WebSocket } from 'ws'

// An agent that ends as a power cut would, at the very commit it is told. Arguments: relay, folder of its store, when it dies: at the
// commit that comes after an acknowledgement ("acknowledged"), at that of its second write ("written"), or not at all ("never"); a
// word for what it writes.

const [url, path, death, word] = process.argv.slice(2) as [string, string, 'acknowledged' | 'written' | 'never', string]
let isDoomed = false

const lmdb = await openLmdbStorage({ path })
const storage: Storage = {
  get: key => lmdb.get(key),
  range: (from, to, options) => lmdb.range(from, to, options),
  commit: operations => {
    if (isDoomed) process.kill(process.pid, 'SIGKILL')
    return lmdb.commit(operations)
  },
  close: () => lmdb.close(),
}

/** The real socket; an acknowledgement dooms the process before anything is made of it. */
function openSocket(address: string, protocols: string[]): WebSocket {
  const socket = new WebSocket(address, protocols)
  // The first of its listeners.
  socket.on('message', data => {
    const bytes = new Uint8Array(data as ArrayBuffer)
    if (death === 'acknowledged' && decodeRelayFrame(bytes).type === 'ack') isDoomed = true
  })
  return socket
}

const memory = await openMemory({
  agent: { id: 'ada' },
  relay: { url, openSocket: openSocket as never },
  storage,
  spaces: { team: 'shared' },
})
const write = async (content: string): Promise<void> => {
  const { durable } = await memory.add(content)
  await durable('relay')
}
await write(`first of ${word}`)
console.log('first')
isDoomed = death === 'written'
await write(`second of ${word}`)
console.log('second')
await memory.close()
