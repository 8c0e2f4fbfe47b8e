import type { Fact, Memory, MemoryRecord } from '@commonplace/memory'
import type { FactPlace } from './fact-place'

/** One record as an agent's column shows it. */
export interface RowView {
  readonly id: string
  readonly version: string
  readonly space: string
  readonly author: string
  readonly text: string
  /** When it was written, ms since 1970. */
  readonly time: number
  /** The path of a fact. */
  readonly key?: string
  readonly status: MemoryRecord['status']
  /** Other claims stand beside it. */
  readonly isDisputed: boolean
  /** Default reads leave it out: it waits for validation, was refuted, or lost what held it up. */
  readonly isHeld: boolean
  /** Its author's device has it and the relay does not. */
  readonly isUnsent: boolean
}

export interface SideView {
  readonly value: string
  readonly author: string
}

/** One fact as an agent reads it. */
export interface FactView {
  readonly sides: readonly SideView[]
  /** The agent's own word on it has not reached the relay. */
  readonly isUnsent: boolean
  /** Claims that wait for validation. */
  readonly waiting: number
}

/** What one agent holds, for people to look at. */
export interface AgentView {
  readonly isOnline: boolean
  /** Writes that the relay has not acknowledged. */
  readonly pending: number
  /** Newest first. */
  readonly rows: readonly RowView[]
  /** By key; nothing where the agent reads none. */
  readonly facts: Readonly<Record<string, FactView>>
}

const everyStatus = ['plain', 'proposed', 'verified', 'refuted']

/** Reads what one memory holds. */
export async function agentView(memory: Memory, places: readonly FactPlace[]): Promise<AgentView> {
  const records = await memory.getAll({ filter: { status: everyStatus }, scope: 'all' })
  const { connection, pending, spaces } = memory.sync.status.value
  const own = memory.identity.agent
  const facts: Record<string, FactView> = {}
  for (const { key, space } of places) {
    if (!(space in spaces)) continue
    const fact = await memory.facts.get(key, { space })
    const waiting = records.some(record => record.key === key && record.quarantined && record.status === 'proposed')
    if (fact || waiting) facts[key] = factView(fact, own, waiting ? 1 : 0)
  }
  return {
    isOnline: connection === 'online',
    pending,
    rows: records.map(record => rowView(record, own)).reverse(),
    facts,
  }
}

function rowView(record: MemoryRecord, own: string): RowView {
  const { id, version, space, author, time, key, value, content, status, quarantined, durability } = record
  return {
    id,
    version,
    space,
    author: author.agent,
    time: time.getTime(),
    text: key === undefined ? content : valueText(value),
    ...(key !== undefined && { key }),
    status,
    isDisputed: record.disputed,
    isHeld: quarantined,
    isUnsent: author.agent === own && durability !== 'relay',
  }
}

function factView(fact: Fact | undefined, own: string, waiting: number): FactView {
  return {
    sides: (fact?.sides ?? []).map(({ value, author }) => ({ value: valueText(value), author: author.agent })),
    isUnsent: fact?.record.author.agent === own && fact.record.durability !== 'relay',
    waiting: Math.max(waiting, fact?.waiting.length ?? 0),
  }
}

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
