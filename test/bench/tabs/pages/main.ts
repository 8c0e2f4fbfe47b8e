import { type Memory, openMemory } from '@commonplace/memory'
import { Corpus } from '../../search/corpus'

const own = () => new Worker(new URL('@commonplace/memory/worker', import.meta.url), { type: 'module' })
const shared = () => new SharedWorker(new URL('@commonplace/memory/worker', import.meta.url), { type: 'module' })

let memory: Memory

/** What the bench calls in each tab. */
const tabsPage = {
  async open(relay: string, isShared: boolean) {
    const indexWorker = { start: isShared ? shared : own }
    memory = await openMemory({ agent: { id: 'support', user: 'ada' }, relay, gate: false, indexWorker })
  },
  async fill(records: number) {
    const corpus = new Corpus(records)
    for (let at = 0; at < records; at += 500) {
      const some = Array.from({ length: Math.min(500, records - at) }, (_, i) => corpus.record(at + i))
      await Promise.all(some.map(({ text }) => memory.add(text)))
    }
    await memory.sync.flush('relay')
  },
  count: async () => (await memory.getAll({ scope: 'all' })).length,
  place: () => memory.index.status.value.place,
  add: async (text: string) => void (await memory.add(text)),
  found: async (text: string) => (await memory.search(text, { scope: 'all' })).map(({ record }) => record.content),
  async ask(records: number, times: number) {
    const corpus = new Corpus(records)
    const took: number[] = []
    for (let at = 0; at < times; at++) {
      const began = performance.now()
      await memory.search(corpus.record((at * 7919) % records).text.slice(0, 60), { scope: 'all' })
      took.push(performance.now() - began)
    }
    return took.sort((one, other) => one - other)
  },
}

export type TabsPage = typeof tabsPage
Object.assign(globalThis, { tabsPage })
