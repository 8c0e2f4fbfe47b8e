import { setImmediate as nextTurn } from 'node:timers/promises'
import { InMemoryStore } from '@langchain/langgraph'

// LangGraph's store as it comes: it lives in one process, so that the writers are agents of one process.
const [writers, writes] = process.argv.slice(2).map(Number)
const numbers = Array.from({ length: writes }, (_, n) => n)
const agents = Array.from({ length: writers }, (_, n) => `writer-${n}`)
const store = new InMemoryStore()

await Promise.all(
  agents.flatMap(agent =>
    numbers.map(n => store.put(['own'], `${agent} writes ${n}`, { text: `${agent} writes ${n}` })),
  ),
)
const own = (await store.search(['own'], { limit: writers * writes })).length

await store.put(['shared'], 'list', { texts: [] })
await Promise.all(
  agents.map(async agent => {
    for (const n of numbers) {
      const { value } = await store.get(['shared'], 'list')
      // Whoever reads does something with it before it writes, if only for one turn of the event loop.
      await nextTurn()
      await store.put(['shared'], 'list', { texts: [...value.texts, `${agent} writes ${n}`] })
    }
  }),
)
const shared = (await store.get(['shared'], 'list')).value.texts.length

const written = writers * writes
console.log(JSON.stringify({ own: { written, kept: own }, shared: { written, kept: shared } }))
