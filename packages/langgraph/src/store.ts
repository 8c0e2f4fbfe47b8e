import type { Fact, Memory } from '@commonplace/memory'
import {
  BaseStore,
  type GetOperation,
  type Item,
  type ListNamespacesOperation,
  type Operation,
  type OperationResults,
  type PutOperation,
  type SearchItem,
  type SearchOperation,
} from '@langchain/langgraph-checkpoint'
import { toFactKey, toPlace, toPrefix } from './item-key'
import { listed } from './namespaces'
import { searchedText } from './searched-text'
import { fits } from './value-filter'

export interface StoreOptions {
  /** What the keys of the facts begin with, for several stores in one memory; `store` when left out. */
  readonly root?: string | undefined
  /** The space that items are written to and read from; the memory's default when left out. */
  readonly space?: string | undefined
  /** `relay` waits for every put until the relay has it on disk; as the topology says when left out. */
  readonly consistency?: 'local' | 'relay' | undefined
}

/** An item of LangGraph, and the fact that it is. */
interface Found {
  readonly item: Item
  readonly fact: Fact
}

/**
 * A LangGraph store that a team of agents shares: each item is a fact under the path of its namespace and key. What two agents put at
 * once stands as a conflict in `memory.facts`, and reads give what the memory's rule chooses. Works offline.
 *
 * @example
 * const store = new CommonplaceStore(memory)
 * await store.put(['users', 'ada'], 'contact', { prefers: 'e-mail' })
 * await store.search(['users'], { query: 'how should we contact Ada?' })
 */
export class CommonplaceStore extends BaseStore {
  readonly #memory: Memory
  readonly #root: string
  readonly #where: { readonly space?: string }
  readonly #consistency: { readonly consistency?: 'local' | 'relay' }

  constructor(memory: Memory, { root = 'store', space, consistency }: StoreOptions = {}) {
    super()
    this.#memory = memory
    this.#root = root
    this.#where = space === undefined ? {} : { space }
    this.#consistency = consistency === undefined ? {} : { consistency }
  }

  /**
   * Reads first, in their order, then writes; of several puts under one key the last one counts.
   *
   * @throws CommonplaceError as the verbs of the memory, `invalid-input` for what is no JSON among them
   */
  override async batch<Op extends Operation[]>(operations: Op): Promise<OperationResults<Op>> {
    const puts = new Map<string, PutOperation>()
    const results: unknown[] = []
    for (const operation of operations) results.push(await this.#carriedOut(operation, puts))
    for (const [key, put] of puts) await this.#put(key, put)
    return results as OperationResults<Op>
  }

  async #carriedOut(operation: Operation, puts: Map<string, PutOperation>): Promise<unknown> {
    if ('namespacePrefix' in operation) return this.#search(operation)
    if (!('key' in operation)) return listed(await this.#below([]), operation as ListNamespacesOperation)
    if ('value' in operation) {
      puts.set(toFactKey(this.#root, operation), operation)
      return undefined
    }
    return this.#get(operation)
  }

  async #get(operation: GetOperation): Promise<Item | null> {
    const fact = await this.#memory.facts.get(toFactKey(this.#root, operation), this.#where)
    const found = fact && this.#found(fact)
    return found ? await this.#dated(found) : null
  }

  async #search({ namespacePrefix, filter, query, limit = 10, offset = 0 }: SearchOperation): Promise<SearchItem[]> {
    const found = (await this.#below(namespacePrefix)).filter(({ item }) => !filter || fits(item.value, filter))
    if (!query) return Promise.all(found.slice(offset, offset + limit).map(each => this.#dated(each)))
    if (found.length === 0 || limit < 1) return []
    const byKey = new Map(found.map(each => [each.fact.key, each]))
    const hits = await this.#memory.search(query, {
      filter: { key: [...byKey.keys()] },
      limit: Math.min(offset + limit, 400),
      scope: 'all',
    })
    const ranked = hits.slice(offset).flatMap(({ record, score }) => {
      const each = byKey.get(record.key ?? '')
      return each ? [{ each, score }] : []
    })
    return Promise.all(ranked.map(async ({ each, score }) => ({ ...(await this.#dated(each)), score })))
  }

  async #put(key: string, { namespace, key: name, value, index }: PutOperation): Promise<void> {
    if (value !== null) {
      const content = `${[...namespace, name].join(' ')}: ${searchedText(value, index)}`
      await this.#memory.facts.assert(key, value, { content, ...this.#where, ...this.#consistency })
      return
    }
    const fact = await this.#memory.facts.get(key, this.#where)
    if (fact) await this.#memory.retract(fact.record.id, 'deleted from the store', this.#consistency)
  }

  async #below(namespace: readonly string[]): Promise<Found[]> {
    const facts = await this.#memory.facts.list({ prefix: toPrefix(this.#root, namespace), ...this.#where })
    return facts.flatMap(fact => this.#found(fact) ?? [])
  }

  /** Undefined where agents disagree and the memory's rule leaves it to a person. */
  #found(fact: Fact): Found | undefined {
    if (fact.value === undefined || fact.chosen?.retracted) return undefined
    const { namespace, key } = toPlace(this.#root, fact.key)
    const updatedAt = fact.chosen?.time ?? fact.record.time
    const value = structuredClone(fact.value) as Item['value']
    return { fact, item: { namespace: [...namespace], key, value, createdAt: updatedAt, updatedAt } }
  }

  /** The first version that is still kept tells when it came to be. */
  async #dated({ item, fact }: Found): Promise<Item> {
    if (fact.record.versions < 2) return item
    const [first] = await this.#memory.history(fact.record.id)
    return first ? { ...item, createdAt: first.time } : item
  }
}
