// An agent writes while there is no relay. Nothing waits, nothing is lost, and `relay` means: on its disk.
import { openMemory } from '@commonplace/memory'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'

const relay = await startRelay({ data: memoryStorage(), insecure: true })
const address = { url: relay.url, paused: true }
const laptop = await openMemory({ agent: { id: 'laptop' }, relay: address, storage: memoryStorage() })

const note = await laptop.add('The pump in hall 3 hums since Tuesday', { tags: ['pumps'] })
const offline = laptop.sync.status.value
console.log(`offline: ${note.durability}, waiting for the relay: ${offline.pending}`)

laptop.sync.resume()
await note.durable('relay')
console.log(`online: ${(await laptop.get(note.id))?.durability}, waiting: ${laptop.sync.status.value.pending}`)

const desk = await openMemory({ agent: { id: 'desk' }, relay: relay.url, storage: memoryStorage() })
const [hit] = await desk.search('which pump hums?', { maxStaleness: '10s' })
console.log(`the desk finds: ${hit?.record.content} (${hit?.record.author.agent})`)

await Promise.all([laptop.close(), desk.close()])
await relay.close()
