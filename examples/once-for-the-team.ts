// Three agents need the same exchange rate, twice each. One calls; all get its answer.
import { openMemory } from '@commonplace/memory'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'

const relay = await startRelay({ data: memoryStorage(), insecure: true })
const open = (id: string) => openMemory({ agent: { id }, relay: relay.url, storage: memoryStorage() })
const agents = await Promise.all(['planner', 'buyer', 'auditor'].map(open))

let calls = 0
async function fetchRate(): Promise<{ EUR: number; USD: number }> {
  calls += 1
  return { EUR: 1, USD: 1.08 }
}

const twice = [...agents, ...agents]
const answers = await Promise.all(twice.map(agent => agent.work.once(['fx', 'EUR', 'USD'], fetchRate, { ttl: '10m' })))
console.log(
  `${answers.length} answers, ${calls} call, all the same: ${new Set(answers.map(rate => rate.USD)).size === 1}`,
)

await Promise.all(agents.map(agent => agent.close()))
await relay.close()
