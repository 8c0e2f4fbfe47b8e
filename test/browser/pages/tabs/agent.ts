import { type Memory, type OpenOptions, openMemory } from '@commonplace/memory'

/** What the test has an agent do, in a tab or a worker alike. Answers are plain data. */
export function createAgent() {
  let memory: Memory
  let tokens = 0
  let ran = 0
  return {
    async open(options: OpenOptions) {
      memory = await openMemory(options)
    },
    /** With its search index in a worker that all tabs share, from few records on. */
    async openIndexed(options: OpenOptions) {
      const start = () => new SharedWorker(new URL('@commonplace/memory/worker', import.meta.url), { type: 'module' })
      memory = await openMemory({ ...options, gate: false, indexWorker: { from: 20, start } })
    },
    async openWithToken(options: OpenOptions, url: string, token: string) {
      const getToken = () => {
        tokens++
        return token
      }
      memory = await openMemory({ ...options, relay: { url, getToken } })
    },
    /** How often the relay's connection asked for a token. */
    tokens: async () => tokens,
    /** Once for the whole team; returns whose run it was, and how often it ran here. */
    runOnce: async (key: string, name: string) => {
      const value = await memory.work.once(key, async () => {
        ran++
        return name
      })
      return { value, ran }
    },
    show: async (doing: string) => memory.team.presence.show({ doing }),
    add: async (text: string) => void (await memory.add(text)),
    /** Resolves when the relay has it. */
    updateText: async (text: string, content: string) => {
      const records = await memory.getAll({ scope: 'all' })
      const { id } = records.find(each => each.content === text)!
      await memory.update(id, { content, consistency: 'relay' })
    },
    refused: async () => (await memory.sync.refused()).map(({ code }) => code),
    eraseText: async (text: string) => {
      const records = await memory.getAll({ scope: 'all' })
      await memory.erase({ ids: records.filter(({ content }) => content === text).map(({ id }) => id) })
    },
    addPrivately: async (text: string) => void (await memory.add(text, { space: 'notes' })),
    contents: async () => (await memory.getAll({ scope: 'all' })).map(({ content }) => content).sort(),
    tiers: async () => [...new Set((await memory.getAll({ scope: 'all' })).map(({ durability }) => durability))],
    search: async (text: string) => (await memory.search(text))[0]?.record.content,
    status: async () => {
      const { connection, pending, borrowed, socket, lastError, spaces } = memory.sync.status.value
      return { connection, pending, borrowed, socket, lastError, denied: spaces.team?.denied?.code }
    },
    pause: async () => memory.sync.pause(),
    resume: async () => memory.sync.resume(),
    indexPlace: async () => memory.index.status.value.place,
    flushLocally: () => memory.sync.flush('local'),
    flush: () => memory.sync.flush('relay'),
    close: () => memory.close(),
    /** Begins to close, and has so much to write before that it takes a while. */
    beginToClose: async (texts: string[]) => {
      for (const text of texts) memory.add(text, { space: 'notes' })
      memory.close()
    },
    databases: async () => (await indexedDB.databases()).map(({ name }) => name).sort(),
  }
}

export type Agent = ReturnType<typeof createAgent>
