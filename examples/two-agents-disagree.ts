// Two agents write about the same order without having seen each other. Neither write is lost, both see both.
import { openMemory } from '@commonplace/memory'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'

const relay = await startRelay({ data: memoryStorage(), insecure: true })
const open = (id: string) => openMemory({ agent: { id }, relay: relay.url, storage: memoryStorage() })
const support = await open('support')
const fulfilment = await open('fulfilment')

support.sync.pause()
fulfilment.sync.pause()
await support.facts.assert('order/42/status', 'shipped', { confidence: 0.6 })
await fulfilment.facts.assert('order/42/status', 'processing', { confidence: 0.9 })

const met = new Promise<void>(resolve => support.on('conflict', () => resolve()))
support.sync.resume()
fulfilment.sync.resume()
await met

const conflict = await support.facts.get('order/42/status')
for (const side of conflict?.sides ?? []) console.log(`${side.author.agent} says ${side.value}`)

const settled = new Promise<void>(resolve => fulfilment.on('resolved', () => resolve()))
await support.facts.resolve('order/42/status', { value: 'processing' }, { reason: 'the warehouse knows' })
await settled
console.log('settled, for both:', (await fulfilment.facts.get('order/42/status'))?.value)

await Promise.all([support.close(), fulfilment.close()])
await relay.close()
