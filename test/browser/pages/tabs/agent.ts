import { type Memory, type OpenOptions, openMemory } from '@commonplace/memory'

/** What the test has an agent do, in a tab or a worker alike. Answers are plain data. */
export function createAgent() {
  let memory: Memory
  return {
    async open(options: OpenOptions) {
      memory = await openMemory(options)
    },
    add: async (text: string) => void (await memory.add(text)),
    addPrivately: async (text: string) => void (await memory.add(text, { space: 'notes' })),
    contents: async () => (await memory.getAll({ scope: 'all' })).map(({ content }) => content).sort(),
    tiers: async () => [...new Set((await memory.getAll({ scope: 'all' })).map(({ durability }) => durability))],
    search: async (text: string) => (await memory.search(text))[0]?.record.content,
    status: async () => {
      const { connection, pending } = memory.sync.status.value
      return { connection, pending }
    },
    pause: async () => memory.sync.pause(),
    resume: async () => memory.sync.resume(),
    flush: () => memory.sync.flush('relay'),
    close: () => memory.close(),
  }
}

export type Agent = ReturnType<typeof createAgent>
