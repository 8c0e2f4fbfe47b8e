import { type Memory as Commonplace, type Filter, type MemoryRecord, openMemory } from '@commonplace/memory'
import { checkBeside, entityIds, scopeOf, withoutIdentity } from './entities'
import { expirationDay, isExpired } from './expiration'
import { type CompiledFilters, compileFilters } from './filters'
import { type HistoryRow, historyRows, ifKnown } from './history-rows'
import { type MemoryItem, toItem } from './item'
import { type Message, textsIn } from './messages'
import type {
  AddMemoryOptions,
  DeleteAllMemoryOptions,
  GetAllMemoryOptions,
  MemoryConfig,
  SearchMemoryOptions,
  UpdateMemoryOptions,
} from './options'
import { refused } from './refused'
import { checkCounts, scored } from './scored'

export interface SearchResult {
  results: MemoryItem[]
}

/** So many hits a search gives at most, and so many ids stand in one list of a filter. */
const [mostHits, longestList] = [400, 1_000]

/**
 * mem0's `Memory` over a Commonplace memory: the same calls, and what they keep is shared with the team, works offline, and needs no
 * model. What it does otherwise is in the README.
 *
 * @example
 * const memory = new Memory({ memory: await openMemory({ agent: { id: 'support' }, relay }) })
 * await memory.add('Ada prefers e-mail to phone calls', { userId: 'ada' })
 */
export class Memory {
  readonly #config: MemoryConfig
  #own: Promise<Commonplace> | undefined

  constructor(config: MemoryConfig = {}) {
    this.#config = config
  }

  static fromConfig(config: MemoryConfig): Memory {
    return new Memory(config)
  }

  /**
   * Remembers each message, or what `extract` makes of them.
   *
   * @returns what it is now: `metadata.event` is `ADD`, or `NONE` for what was said before in the same words, by its id
   * @throws CommonplaceError `invalid-input` without an id; `secret`, `content-too-large`: what came before it is kept
   */
  async add(messages: string | readonly Message[], config: AddMemoryOptions): Promise<SearchResult> {
    if (config?.timestamp !== undefined)
      throw refused('timestamp is not supported: put when it was into metadata, or use the Commonplace memory itself')
    const ids = entityIds(config ?? {}, config?.filters)
    if (!ids)
      throw refused('One of the filters: userId, agentId or runId is required!', "for example { userId: 'ada' }")
    const { infer = true, expirationDate: day, metadata } = config
    const texts = await textsIn(messages, infer ? this.#config.extract : undefined)
    const kept = { ...withoutIdentity(metadata), ...(day && { expiration_date: expirationDay(day) }) }
    const memory = await this.#memory()
    const results: MemoryItem[] = []
    for (const { text, source } of texts) {
      // In which run a text was said counts here, and a memory's write gate looks at the rest.
      const told = ids.run_id === undefined ? kept : { ...kept, run_id: ids.run_id }
      const options = { kind: 'semantic', scope: scopeOf(ids), source, metadata: told, ...this.#where() } as const
      const record = await memory.add(text, options)
      const event = record.gate?.repeated === undefined ? 'ADD' : 'NONE'
      results.push({ id: record.id, memory: record.content, metadata: { event } })
    }
    return { results }
  }

  /** @returns null for what is not here, or was deleted; what has expired is given */
  async get(memoryId: string): Promise<MemoryItem | null> {
    const memory = await this.#memory()
    const record = await ifKnown(memory.get(memoryId))
    return record ? toItem(memory, record) : null
  }

  /** The memories that answer a question, best first. @throws CommonplaceError `invalid-input` without an id in the filters */
  async search(query: string, config: SearchMemoryOptions = {}): Promise<SearchResult> {
    if (config.referenceDate !== undefined)
      throw refused('referenceDate is not supported: memory.search of a Commonplace memory takes asOf')
    checkBeside(config, 'search')
    const { topK = 20, threshold = 0.1, explain = false, showExpired = false } = checkCounts(config)
    const asked = compileFilters(config.filters)
    const memory = await this.#memory()
    const limit = Math.min(mostHits, Math.max(topK * 4, 60))
    const found = await memory.search(query, { limit, scope: 'all', filter: this.#filterOf(memory, asked) })
    const isFound = async (record: MemoryRecord) => isWanted(await toItem(memory, record), asked, showExpired)
    const wanted = await Promise.all(found.map(async hit => ((await isFound(hit.record)) ? [hit] : [])))
    let hits = wanted.flat()
    // There may be more than what the first search gave: ask among those that the filters admit.
    if (hits.length < topK && found.length === limit) {
      const ids = (await this.#items(memory, asked, showExpired)).map(({ id }) => id)
      const lists = Array.from({ length: Math.ceil(ids.length / longestList) }, (_, at) => ({
        id: ids.slice(at * longestList, (at + 1) * longestList),
      }))
      hits = await memory.search(query, { limit, scope: 'all', filter: { or: lists } })
    }
    const best = scored(hits, threshold, explain).slice(0, topK)
    const items = best.map(async ({ hit, ...others }) => ({ ...(await toItem(memory, hit.record)), ...others }))
    return { results: await Promise.all(items) }
  }

  /** Oldest first. @throws CommonplaceError `invalid-input` without an id in the filters */
  async getAll(config: GetAllMemoryOptions): Promise<SearchResult> {
    checkBeside(config ?? {}, 'getAll')
    const { topK = 20, showExpired = false, filters } = checkCounts(config ?? {})
    const asked = compileFilters(filters)
    return { results: (await this.#items(await this.#memory(), asked, showExpired)).slice(0, topK) }
  }

  /** @throws CommonplaceError `invalid-input` for what is not here, `forbidden` for what another agent wrote */
  async update(memoryId: string, config: string | UpdateMemoryOptions): Promise<{ message: string }> {
    const { text, data, metadata, expirationDate: day } = typeof config === 'string' ? { text: config } : config
    const content = text ?? data
    if (content == null && metadata == null && day === undefined)
      throw refused('At least one of text, metadata, or expirationDate must be provided.')
    const memory = await this.#memory()
    const record = await held(memory, memoryId)
    const expires = day === undefined ? {} : { expiration_date: day === null ? null : expirationDay(day) }
    const changes = { ...withoutIdentity(metadata ?? {}), ...expires }
    await memory.update(memoryId, {
      ...(content != null && { content }),
      ...(Object.keys(changes).length > 0 && { metadata: { ...record.metadata, ...changes } }),
    })
    return { message: 'Memory updated successfully!' }
  }

  /**
   * Closes a memory: nothing finds it any more, `history` still tells of it. `erase` of the Commonplace memory forgets for good.
   *
   * @throws CommonplaceError `invalid-input` for what is not here, `forbidden` for what another agent wrote
   */
  async delete(memoryId: string): Promise<{ message: string }> {
    const memory = await this.#memory()
    await held(memory, memoryId)
    // What is gone meanwhile is gone: somebody else deleted it, or what it was made from.
    await ifKnown(memory.retract(memoryId, 'deleted'))
    return { message: 'Memory deleted successfully!' }
  }

  /** @throws CommonplaceError `invalid-input` without an id; `forbidden` where others wrote some, which stay, all else is deleted */
  async deleteAll(config: DeleteAllMemoryOptions): Promise<{ message: string }> {
    const ids = entityIds(config ?? {})
    if (!ids)
      throw refused(
        'At least one filter is required to delete all memories. If you want to delete all memories, use the `reset()` method.',
      )
    const memory = await this.#memory()
    const rows = await this.#items(memory, compileFilters(ids), true)
    // One may close with another that it was made from, or be deleted by somebody else meanwhile.
    const done = await Promise.allSettled(rows.map(({ id }) => ifKnown(memory.retract(id, 'deleted'))))
    const failed = done.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined
    if (failed) throw failed.reason
    return { message: 'Memories deleted successfully!' }
  }

  /** The changes of a memory, newest first; at most 100. Empty for an id that is none here. */
  async history(memoryId: string): Promise<HistoryRow[]> {
    return historyRows(await this.#memory(), memoryId)
  }

  /** Erases, for good, everything that this agent wrote by this class and did not delete; what others wrote stays. */
  async reset(): Promise<void> {
    const memory = await this.#memory()
    const filter = { author: memory.identity.agent, ...this.#where() }
    const records = await memory.getAll({ scope: 'all', filter })
    const ids = records.filter(({ source }) => source?.name === 'mem0').map(({ id }) => id)
    for (let at = 0; at < ids.length; at += longestList)
      await memory.erase({ ids: ids.slice(at, at + longestList) }, { reason: 'reset' })
  }

  /** Closes the Commonplace memory, if none was given. */
  async close(): Promise<void> {
    await (await this.#own)?.close()
    this.#own = undefined
  }

  async #items(memory: Commonplace, asked: CompiledFilters, showExpired: boolean): Promise<MemoryItem[]> {
    const records = await memory.getAll({ scope: 'all', filter: this.#filterOf(memory, asked) })
    const items = await Promise.all(records.map(record => toItem(memory, record)))
    const wanted = items.filter(item => isWanted(item, asked, showExpired))
    return wanted.sort((a, b) => (a.createdAt! < b.createdAt! ? -1 : a.createdAt! > b.createdAt! ? 1 : 0))
  }

  #memory(): Promise<Commonplace> {
    const { memory } = this.#config
    if (memory) return Promise.resolve(memory)
    this.#own ??= openMemory({ agent: { id: 'mem0' } }).catch(error => {
      this.#own = undefined
      throw error
    })
    return this.#own
  }

  #where(): { readonly space?: string } {
    const { space } = this.#config
    return space === undefined ? {} : { space }
  }

  /** Whose memories the filters name, of the bound app. */
  #filterOf({ identity: { app } }: Commonplace, { scope }: CompiledFilters): Filter {
    return { ...scope, ...this.#where(), app: app === undefined ? null : [app, null] }
  }
}

function isWanted(item: MemoryItem, asked: CompiledFilters, showExpired: boolean): boolean {
  return asked.matches(item) && (showExpired || !isExpired(item.metadata ?? {}))
}

async function held(memory: Commonplace, id: string): Promise<MemoryRecord> {
  const record = await ifKnown(memory.get(id))
  if (record) return record
  throw refused(`Memory with ID ${id} not found`, 'getAll and search give the ids that are here')
}
