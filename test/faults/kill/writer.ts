import { openMemory } from '@commonplace/memory'
import { openLmdbStorage } from '@commonplace/storage/lmdb'

// An agent in a process of its own, which writes as fast as acknowledgements allow until it is killed, and says over IPC
// what the relay acknowledged. Arguments: relay, folder of its store, name, a word that no other life of it wrote with.

/** An acknowledged record, as an agent reports it. */
export interface Acknowledged {
  readonly id: string
  readonly content: string
}

const inFlight = 32
const [url, path, agent, life] = process.argv.slice(2) as [string, string, string, string]

process.once('disconnect', () => process.exit())
const storage = await openLmdbStorage({ path })
const memory = await openMemory({ agent: { id: agent }, relay: url, storage, spaces: { team: 'shared' } })
let written = 0
for (let n = 0; n < inFlight; n++) void write()

async function write(): Promise<never> {
  for (;;) {
    const content = `${agent} ${life} ${++written} ${'x'.repeat((written * 37) % 400)}`
    const { id, durable } = await memory.add(content)
    await durable('relay')
    process.send?.({ id, content } satisfies Acknowledged)
  }
}
