import { openMemory } from '@commonplace/memory'

const page = {
  /** Opens a memory, writes, reads. */
  async use(id: string, relay?: string): Promise<string | undefined> {
    const memory = await openMemory({ agent: { id }, relay })
    const { id: record } = await memory.add('Ada prefers e-mail to phone calls')
    if (relay) await memory.sync.flush('relay')
    const read = await memory.get(record)
    await memory.close()
    return read?.content
  },
  /** Opens it again and searches. */
  async search(id: string): Promise<string | undefined> {
    const memory = await openMemory({ agent: { id } })
    const [hit] = await memory.search('how should we contact Ada?')
    await memory.close()
    return hit?.record.content
  },
}

export type SizePage = typeof page
Object.assign(globalThis, { sizePage: page })
