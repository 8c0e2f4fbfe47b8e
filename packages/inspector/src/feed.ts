import type { InspectedFact, InspectedMemory, InspectedRecord, Observable } from './memory-face'

/** Everything the views show of the records, as one value that changes. */
export interface FeedState {
  readonly phase: 'loading' | 'ready' | 'failed'
  /** What opening failed with, in phase `failed`. */
  readonly error?: unknown
  /** Newest first; ties by id, so that every replica lists them alike. */
  readonly records: readonly InspectedRecord[]
  readonly byId: ReadonlyMap<string, InspectedRecord>
  /** Agents in the order of their first write. */
  readonly agents: readonly string[]
  /** Facts in dispute, newest side first. */
  readonly conflicts: readonly InspectedFact[]
  /** Facts this page saw in dispute and then settled, latest first. */
  readonly settled: readonly { readonly fact: InspectedFact; readonly at: Date }[]
}

export interface FeedOptions {
  readonly memory: InspectedMemory
  readonly now: () => Date
  /** Runs a callback a little later, so that a burst of changes costs one render. */
  readonly later: (callback: () => void) => void
}

const empty: FeedState = {
  phase: 'loading',
  records: [],
  byId: new Map(),
  agents: [],
  conflicts: [],
  settled: [],
}

/** Follows a memory: reads it once, then applies its events. */
export class Feed implements Observable<FeedState> {
  value: FeedState = empty
  private readonly options: FeedOptions
  private readonly listeners = new Set<(state: FeedState) => void>()
  private readonly conflicts = new Map<string, InspectedFact>()
  private readonly factIds = new Map<string, string>()
  private readonly firstWrites = new Map<string, number>()
  private changed = new Map<string, InspectedRecord | null>()
  private settled: FeedState['settled'] = []
  private waiting = false
  private stop: (() => void)[] = []

  constructor(options: FeedOptions) {
    this.options = options
  }

  subscribe(listener: (state: FeedState) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Listens before it reads, so that nothing written in between is missed. */
  async start(): Promise<void> {
    const { memory } = this.options
    this.stop = [
      memory.on('change', ({ records, closed }) => {
        for (const id of closed) this.changed.set(id, null)
        for (const record of records) this.take(record)
        this.wake()
      }),
      memory.on('conflict', fact => this.setConflict(fact)),
      memory.on('resolved', fact => this.settle(fact)),
    ]
    try {
      const [records, conflicts] = await Promise.all([memory.getAll({ scope: 'all' }), memory.facts.conflicts()])
      for (const record of records) if (!this.changed.has(record.id)) this.take(record)
      for (const fact of conflicts) if (!this.conflicts.has(nameOf(fact))) this.conflicts.set(nameOf(fact), fact)
      this.publish('ready')
    } catch (error) {
      this.emit({ ...this.value, phase: 'failed', error })
    }
  }

  close(): void {
    for (const stop of this.stop) stop()
    this.stop = []
  }

  /** A fact shows one record, under the id of the version that stands: an earlier one leaves with it. */
  private take(record: InspectedRecord): void {
    this.changed.set(record.id, record)
    if (record.key === undefined) return
    const name = nameOf({ space: record.space, key: record.key })
    const before = this.factIds.get(name)
    if (before !== undefined && before !== record.id) this.changed.set(before, null)
    this.factIds.set(name, record.id)
  }

  private setConflict(fact: InspectedFact): void {
    this.conflicts.set(nameOf(fact), fact)
    this.wake()
  }

  private settle(fact: InspectedFact): void {
    if (!this.conflicts.delete(nameOf(fact))) return
    this.settled = [{ fact, at: this.options.now() }, ...this.settled]
    this.wake()
  }

  private wake(): void {
    if (this.waiting || this.value.phase !== 'ready') return
    this.waiting = true
    this.options.later(() => {
      this.waiting = false
      this.publish('ready')
    })
  }

  private publish(phase: FeedState['phase']): void {
    const changed = this.changed
    this.changed = new Map()
    let { records, byId } = this.value
    if (changed.size > 0) {
      const added = [...changed.values()].filter(record => record !== null).sort(newestFirst)
      records = merge(
        records.filter(record => !changed.has(record.id)),
        added,
      )
      byId = new Map(records.map(record => [record.id, record]))
      for (const record of added) this.noteAuthor(record)
    }
    for (const { sides } of this.conflicts.values()) for (const side of sides) this.noteAuthor(side)
    const agents = [...this.firstWrites].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).map(([agent]) => agent)
    const conflicts = [...this.conflicts.values()].sort((a, b) => lastWritten(b) - lastWritten(a))
    this.emit({ phase, records, byId, agents, conflicts, settled: this.settled })
  }

  private noteAuthor({ author, time }: Pick<InspectedRecord, 'author' | 'time'>): void {
    const first = this.firstWrites.get(author.agent)
    if (first === undefined || time.getTime() < first) this.firstWrites.set(author.agent, time.getTime())
  }

  private emit(state: FeedState): void {
    this.value = state
    for (const listener of this.listeners) listener(state)
  }
}

function nameOf({ space, key }: { space: string; key: string }): string {
  return JSON.stringify([space, key])
}

function lastWritten(fact: InspectedFact): number {
  return Math.max(...fact.sides.map(side => side.time.getTime()))
}

function newestFirst(a: InspectedRecord, b: InspectedRecord): number {
  return b.time.getTime() - a.time.getTime() || (a.id < b.id ? 1 : -1)
}

/** Two lists in order make one: what a change costs is one pass, not a sort. */
function merge(old: readonly InspectedRecord[], added: readonly InspectedRecord[]): InspectedRecord[] {
  const merged: InspectedRecord[] = []
  let next = 0
  for (const record of old) {
    while (next < added.length && newestFirst(added[next] as InspectedRecord, record) < 0)
      merged.push(added[next++] as InspectedRecord)
    merged.push(record)
  }
  return merged.concat(added.slice(next))
}
