// A made-up claim travels down a chain. When somebody refutes it, all that rests on it alone closes; the rest stays.
import { openMemory } from '@commonplace/memory'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'

const relay = await startRelay({ data: memoryStorage(), insecure: true })
const open = (id: string) => openMemory({ agent: { id }, relay: relay.url, storage: memoryStorage() })
const writer = await open('writer')
const reviewer = await open('reviewer')

const claim = await writer.add('The payments API answers in XML', { status: 'proposed' })
const client = await writer.add('Client: parse the answer as XML', { derivedFrom: [claim.id] })
await writer.add('Tests: feed the client an XML file', { derivedFrom: [client.id] })
await writer.add('Log in with a bearer token')
await writer.sync.flush('relay')

// With maxStaleness 0 a read asks the relay first.
const [suspect] = await reviewer.search('payments API', { limit: 1, maxStaleness: 0 })
console.log(`the reviewer finds: ${suspect?.record.content}`)
console.log('built on the claim:', (await reviewer.dependents(claim.id)).dependents.length)
const closed = new Promise<void>(resolve => {
  const stop = writer.on('change', async () => {
    if ((await writer.getAll()).length > 1) return
    stop()
    resolve()
  })
})
await reviewer.validate(claim.id, 'refuted', { reason: 'it answers in JSON' })
await closed
for (const record of await writer.getAll()) console.log('still stands:', record.content)

await Promise.all([writer.close(), reviewer.close()])
await relay.close()
