import type { Entity } from './entities'
import type { SearchFilters } from './filters'

interface Row {
  readonly id: string
  memory: string
  readonly ids: Readonly<Record<string, string>>
  metadata: Record<string, unknown>
}

const names = { userId: 'user_id', agentId: 'agent_id', runId: 'run_id' }

export function idsOf(entity: Entity): Record<string, string> {
  return Object.fromEntries(Object.entries(entity).map(([name, id]) => [names[name as keyof Entity], id]))
}

/** What mem0's documentation says of filters, in as few words as it takes. */
export function admits(fields: Readonly<Record<string, unknown>>, filters: SearchFilters): boolean {
  return Object.entries(filters).every(([name, asked]) => {
    if (name === 'AND') return (asked as SearchFilters[]).every(each => admits(fields, each))
    if (name === 'OR') return (asked as SearchFilters[]).some(each => admits(fields, each))
    if (name === 'NOT') return (asked as SearchFilters[]).every(each => !admits(fields, each))
    const held = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (asked === '*') return held !== undefined
    if (Array.isArray(asked)) return asked.includes(held)
    if (typeof asked !== 'object') return held === asked
    return Object.entries(asked as object).every(([operator, value]) => compares(operator, held, value))
  })
}

// biome-ignore lint/suspicious/noExplicitAny: compared as they come
function compares(operator: string, held: any, asked: any): boolean {
  const isAlike = typeof held === typeof asked && typeof held !== 'boolean'
  if (operator === 'eq') return held === asked
  if (operator === 'ne') return held !== asked
  if (operator === 'gt') return isAlike && held > asked
  if (operator === 'gte') return isAlike && held >= asked
  if (operator === 'lt') return isAlike && held < asked
  if (operator === 'lte') return isAlike && held <= asked
  if (operator === 'in') return asked.includes(held)
  if (operator === 'nin') return !asked.includes(held)
  if (typeof held !== 'string') return false
  return operator === 'contains' ? held.includes(asked) : held.toLowerCase().includes(asked.toLowerCase())
}

/** Rows as mem0 keeps them, but that the same said again is one. */
export class Rows {
  readonly rows: Row[] = []

  same(memory: string, ids: object, metadata: object): Row | undefined {
    const key = (...parts: unknown[]) =>
      JSON.stringify(parts.map(part => (typeof part === 'object' ? Object.entries(part!).sort() : part)))
    return this.rows.find(row => key(row.memory, row.ids, row.metadata) === key(memory, ids, metadata))
  }

  found(filters: SearchFilters, showExpired = false): string[] {
    const isOver = ({ metadata }: Row) =>
      typeof metadata.expiration_date === 'string' && metadata.expiration_date < '2026'
    return this.rows
      .filter(row => admits({ ...row.metadata, ...row.ids, data: row.memory }, filters))
      .filter(row => showExpired || !isOver(row))
      .map(({ id }) => id)
  }

  delete(ids: readonly string[]): void {
    for (const id of ids)
      this.rows.splice(
        this.rows.findIndex(row => row.id === id),
        1,
      )
  }
}
