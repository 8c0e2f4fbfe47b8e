import type {
  InspectedAgent,
  InspectedAudit,
  InspectedCall,
  InspectedDependent,
  InspectedEvents,
  InspectedFact,
  InspectedHit,
  InspectedKnower,
  InspectedMemory,
  InspectedPacket,
  InspectedRecord,
  InspectedRun,
  InspectedStatus,
  InspectedStorage,
  InspectedTask,
} from './memory-face'
import { storyConflicts, storyNow, storyRecords } from './story.fixture'
import { storyAccess } from './story-access.fixture'
import { storyAgents } from './story-agents.fixture'
import { storyCalls } from './story-calls.fixture'
import { storyErasures } from './story-erasures.fixture'
import { storyRescopings } from './story-rescopings.fixture'
import { storyLog, storyRuns, storyStates } from './story-runs.fixture'
import { storyTasks } from './story-tasks.fixture'

/** A memory of records given in advance, for tests of the views alone; it keeps no promise of the real one. */
export class StoryMemory implements InspectedMemory {
  private readonly records: InspectedRecord[]
  private conflicts: InspectedFact[]
  private status: InspectedStatus
  private readonly statusListeners = new Set<(status: InspectedStatus) => void>()
  private readonly listeners = new Map<string, Set<(event: never) => void>>()

  constructor(
    records: readonly InspectedRecord[] = storyRecords,
    conflicts = storyConflicts,
    status?: Partial<InspectedStatus>,
  ) {
    this.records = [...records]
    this.conflicts = [...conflicts]
    const space = {
      state: 'live',
      pending: 0,
      refused: [],
      epoch: '7',
      synced: true,
      borrowed: false,
      incomplete: false,
      restoring: false,
      rights: ['discover', 'read', 'append'],
    } as const
    this.status = {
      connection: 'online',
      attempt: 0,
      pending: 0,
      pendingArtifacts: 0,
      refused: 0,
      skewMs: 0,
      synced: true,
      borrowed: false,
      spaces: {
        team: space,
        orders: space,
        playbook: { ...space, rights: ['discover', 'read'] },
        billing: {
          ...space,
          state: 'denied',
          rights: [],
          denied: { code: 'unknown-room', message: 'no such room' },
        },
        notes: { ...space, state: 'private', synced: false },
      },
      ...status,
    }
  }

  /** What is there besides the story's own. */
  readonly more = {
    spaces: [] as string[],
    agents: [] as InspectedAgent[],
    tasks: [] as InspectedTask[],
    calls: [] as InspectedCall[],
    runs: [] as InspectedRun[],
  }

  readonly spaces = {
    list: () =>
      [...this.more.spaces, 'team', 'orders', 'playbook', 'billing', 'notes'].map(name => ({
        name,
        visibility: name === 'notes' ? ('private' as const) : ('shared' as const),
        loaded: true,
      })),
  }

  readonly access = storyAccess

  readonly storage = {
    status: {
      value: { kind: 'disk', waiting: 0, waitingBytes: 0, persisted: false } as InspectedStorage,
      subscribe: () => () => undefined,
    },
    persist: async () => false,
    retry: () => undefined,
  }

  readonly sync = {
    status: {
      valueOf: this,
      get value(): InspectedStatus {
        return this.valueOf.status
      },
      subscribe: (listener: (status: InspectedStatus) => void) => {
        this.statusListeners.add(listener)
        return () => this.statusListeners.delete(listener)
      },
    },
    refused: () => [],
    discard: async () => {},
    pause: () => this.setStatus({ connection: 'paused' }),
    resume: () => this.setStatus({ connection: 'online' }),
  }

  readonly team = {
    presence: { peers: { value: [], subscribe: () => () => undefined } },
    find: async (): Promise<InspectedAgent[]> =>
      this.records.length === 0 ? [] : [...storyAgents, ...this.more.agents],
    whoKnows: async (topic: string): Promise<InspectedKnower[]> =>
      topic.includes('refund')
        ? storyAgents.slice(0, 2).map((card, index) => ({
            agent: card.agent,
            score: 0.9 - index * 0.4,
            basis: { records: 3 - index * 3, sketch: index > 0 },
            credibility: { value: 0.75, verified: 2 - index * 2, refuted: 0, from: 'observed' },
            present: card.present,
            card,
          }))
        : [],
  }

  readonly runs = {
    list: async ({ space }: { space?: string } = {}) =>
      this.records.length === 0 ? [] : [...storyRuns, ...this.more.runs].filter(run => run.space === space),
    checkpoints: async (run: string) => (run === 'order-42' ? [...storyStates] : []),
    window: async (run: string) => (run === 'order-42' ? [...storyLog] : []),
  }

  readonly work = {
    calls: async ({ space }: { space?: string } = {}) =>
      this.records.length > 0 && space === 'team' ? [...storyCalls, ...this.more.calls] : [],
    tasks: {
      list: async ({ space }: { space?: string } = {}) =>
        this.records.length === 0 ? [] : [...storyTasks, ...this.more.tasks].filter(task => task.space === space),
    },
  }

  readonly facts = {
    conflicts: async () => this.conflicts,
    resolve: async (key: string, resolution: { side: string } | { value: unknown }): Promise<InspectedFact> => {
      const fact = this.conflicts.find(conflict => conflict.key === key)
      const kept = fact?.sides.find(side => 'side' in resolution && side.id === resolution.side) ?? fact?.sides[0]
      if (!fact || !kept) throw new Error(`${key} is not in conflict`)
      const value = 'side' in resolution ? kept.value : resolution.value
      this.conflicts = this.conflicts.filter(conflict => conflict !== fact)
      const settled = { ...fact, value, settled: true, sides: [{ ...kept, value }] }
      this.emit('resolved', settled)
      return settled
    },
    assert: async (key: string, value: unknown, options: { space?: string }): Promise<InspectedFact> => {
      const blank = this.blank(`${key}: ${String(value)}`, options.space)
      const record = this.put({ ...blank, key, value, kind: 'semantic' })
      return {
        key,
        value,
        space: record.space,
        settled: true,
        flips: 0,
        waiting: [],
        sides: [
          { ...record, value, evidence: [], retracted: false, heldBy: [record.author], verifiedBy: [], refutedBy: [] },
        ],
        record,
      }
    },
  }

  async getAll(): Promise<InspectedRecord[]> {
    return this.records
  }

  async audit(): Promise<InspectedAudit> {
    const none = { count: 0, examples: [] }
    const [first, second] = this.records
    const copies = {
      count: 1,
      examples: first && second ? [{ id: second.id, content: second.content, because: `as ${first.id}` }] : [],
    }
    return {
      records: this.records.length,
      ...{ duplicates: copies, nearDuplicates: none, echoes: none, neverRecalled: none, expired: none },
      ...{ stale: none, unsupported: none, secrets: none, oversized: none },
      junk: { count: 1, share: 1 / Math.max(1, this.records.length) },
    }
  }

  async rescopings() {
    return this.records.length === 0 ? [] : [...storyRescopings]
  }

  async undo(token: string): Promise<never> {
    throw new Error(`the story cannot take ${token} back`)
  }

  async erasures() {
    return this.records.length === 0 ? [] : [...storyErasures]
  }

  async history(id: string) {
    const found = this.records.find(record => record.id === id)
    if (!found) throw Object.assign(new Error(`agent "support" holds no record ${id}`), { code: 'unknown-record' })
    return [{ ...found, state: 'current' as const, parents: [] }]
  }

  async add(content: string, options: { space?: string }): Promise<InspectedRecord> {
    return this.put(this.blank(content, options.space))
  }

  async dependents(id: string) {
    const steps = new Map([[id, 0]])
    const dependents: InspectedDependent[] = []
    for (const [from, step] of steps) {
      for (const { id: own, space, author, derivedFrom } of this.records) {
        if (!derivedFrom.includes(from) || steps.has(own)) continue
        steps.set(own, step + 1)
        const supports = derivedFrom.map(each => ({ id: each, standing: 'open' as const }))
        dependents.push({ id: own, space, author, steps: step + 1, standing: 'open', supports })
      }
    }
    return { dependents, agents: [] }
  }

  async retract(id: string): Promise<void> {
    const at = this.records.findIndex(record => record.id === id)
    const [closed] = this.records.splice(at, 1)
    if (closed) this.emit('change', { space: closed.space, records: [], closed: [closed.id] })
  }

  async validate(id: string, verdict: 'verified' | 'refuted'): Promise<InspectedRecord | undefined> {
    const at = this.records.findIndex(record => record.id === id)
    const found = this.records[at] && { ...this.records[at], status: verdict, trust: verdict }
    if (found) this.records[at] = found
    if (found) this.emit('change', { space: found.space, records: [found], closed: [] })
    return found
  }

  async search(
    text: string,
    { filter = {}, limit = 20 }: { filter?: { space?: readonly string[] }; limit?: number } = {},
  ): Promise<InspectedHit[]> {
    const words = text.toLowerCase().match(/[a-z0-9]{2,}/g) ?? []
    const admitted = this.records.filter(({ space }) => filter.space?.includes(space) ?? true)
    const hits = admitted.map(record => {
      const matched = words.filter(word => record.content.toLowerCase().includes(word))
      const value = matched.length * 2.3
      const parts = [
        { name: 'coverage', value },
        { name: 'dated', value: /\d\d:\d\d/.test(record.content) ? 1.1 : 0 },
        { name: 'confidence', value: record.confidence ? record.confidence / 3 : 0 },
      ]
      return { record, score: parts.reduce((sum, part) => sum + part.value, 0), why: { parts, words: matched } }
    })
    return hits
      .filter(hit => hit.why.words.length > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
  }

  async context({
    query,
    budget = 1000,
    filter,
  }: {
    query: string
    budget?: number
    filter?: { space?: readonly string[] }
  }): Promise<InspectedPacket> {
    const records = (await this.search(query, { filter })).map(hit => hit.record)
    const told = records.slice(0, Math.ceil(budget / 200))
    const cited = told.map((record, index) => ({ cite: `c${index + 1}`, record }))
    const lines = cited.map(({ cite, record }) =>
      JSON.stringify({ cite, by: record.author.agent, at: record.time, text: record.content }),
    )
    const text = lines.length === 0 ? '' : ['<memory>', ...lines, '</memory>'].join('\n')
    return {
      text,
      tokens: Math.min(budget, Math.ceil(text.length / 4)),
      citations: cited.map(({ cite, record: { id, space, author } }) => ({
        cite,
        id,
        space,
        authors: [author],
        also: [],
      })),
      omitted: records.slice(told.length, told.length + 3).map(({ id }) => ({ id, reason: 'budget' as const })),
      cursor: '',
    }
  }

  on<Name extends keyof InspectedEvents>(name: Name, listener: (event: InspectedEvents[Name]) => void): () => void {
    const present = this.listeners.get(name) ?? new Set()
    this.listeners.set(name, present.add(listener as (event: never) => void))
    return () => present.delete(listener as (event: never) => void)
  }

  setStatus(change: Partial<InspectedStatus>): void {
    this.status = { ...this.status, ...change }
    for (const listener of this.statusListeners) listener(this.status)
  }

  put(record: InspectedRecord): InspectedRecord {
    this.records.unshift(record)
    this.emit('change', { space: record.space, records: [record], closed: [] })
    return record
  }

  private blank(content: string, space = 'team'): InspectedRecord {
    const first = storyRecords[0] as InspectedRecord
    return { ...first, content, space, id: `${space}.0.page.${this.records.length}`, time: storyNow }
  }

  private emit<Name extends keyof InspectedEvents>(name: Name, event: InspectedEvents[Name]): void {
    for (const listener of this.listeners.get(name) ?? []) (listener as (event: InspectedEvents[Name]) => void)(event)
  }
}
