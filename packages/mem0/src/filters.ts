import type { Filter } from '@commonplace/memory'
import { toCondition } from './conditions'
import { entityNames, trimmedId } from './entities'
import type { MemoryItem } from './item'
import { refused } from './refused'

/** Which memories are meant: an id at least, fields of their metadata, and `AND`, `OR`, `NOT` with lists of such. */
export interface SearchFilters {
  readonly user_id?: unknown
  readonly agent_id?: unknown
  readonly run_id?: unknown
  readonly AND?: readonly SearchFilters[]
  readonly OR?: readonly SearchFilters[]
  readonly NOT?: readonly SearchFilters[]
  readonly [field: string]: unknown
}

export interface CompiledFilters {
  /** What the memory's own filters can say of it: necessary. */
  readonly scope: Filter
  /** Decides. */
  matches(item: MemoryItem): boolean
}

/** @throws CommonplaceError `invalid-input` without an id, for an id that is none, and for what is no filter of mem0's */
export function compileFilters(given: SearchFilters | undefined): CompiledFilters {
  const filters = normalised(given ?? {})
  const scopes = scopesIn(filters)
  if (scopes === undefined)
    throw refused(
      "filters must contain at least one of: user_id, agent_id, run_id. Example: filters: { user_id: 'u1' }",
    )
  const matches = compiled(filters)
  return { scope: { and: scopes }, matches: item => matches(fieldsOf(item)) }
}

type Predicate = (fields: ReadonlyMap<string, unknown>) => boolean

function compiled(filters: SearchFilters): Predicate {
  const parts = Object.entries(filters).map(([name, asked]): Predicate => {
    const below = partsOf(name, asked)?.map(compiled)
    if (below === undefined) {
      const condition = toCondition(name, asked)
      return fields => condition(fields.get(name) ?? null)
    }
    if (name === 'AND') return fields => below.every(part => part(fields))
    return name === 'OR' ? fields => below.some(part => part(fields)) : fields => !below.some(part => part(fields))
  })
  return fields => parts.every(part => part(fields))
}

function partsOf(name: string, asked: unknown): SearchFilters[] | undefined {
  if (!['AND', 'OR', 'NOT'].includes(name)) return undefined
  const isList = Array.isArray(asked) && asked.every(each => typeof each === 'object' && each !== null)
  if (isList && asked.length > 0) return asked.map(normalised)
  throw refused(`${name} operator requires a non-empty list of conditions, such as [{ category: 'food' }]`)
}

/** Ids trimmed; those that are undefined are not there. */
function normalised(filters: SearchFilters): SearchFilters {
  const misnamed = entityNames.find(([, beside]) => beside in filters)
  if (misnamed) throw refused(`filters take ${misnamed[0]}, not ${misnamed[1]}: filters: { ${misnamed[0]}: 'u1' }`)
  const ids = new Map(entityNames.map(([name]) => [name as string, name]))
  const trimmed = ([name, asked]: [string, unknown]) => [name, isId(asked) ? trimmedId(asked, name) : asked]
  const isLeftOut = ([name, asked]: [string, unknown]) => ids.has(name) && (asked === undefined || asked === null)
  const entries = Object.entries(filters).filter(entry => !isLeftOut(entry))
  return Object.fromEntries(entries.map(entry => (ids.has(entry[0]) ? trimmed(entry) : entry)))
}

const isId = (asked: unknown) => typeof asked !== 'object'

/** What must hold of the scope of every match; undefined where no id is asked for. */
function scopesIn(filters: SearchFilters): Filter[] | undefined {
  const own = entityNames.flatMap(([name, , part]): Filter[] => {
    const asked = filters[name]
    if (asked === undefined) return []
    return [typeof asked === 'string' && asked !== '*' ? { [part]: asked } : {}]
  })
  const below = 'AND' in filters ? partsOf('AND', filters.AND)! : []
  const all = [...own, ...below.flatMap(part => scopesIn(part) ?? [])]
  return all.length === 0 ? undefined : all
}

/** Under the names of mem0's store: metadata, and beside it what every memory has. */
function fieldsOf({ id: _, memory, metadata = {}, ...others }: MemoryItem): ReadonlyMap<string, unknown> {
  return new Map(Object.entries({ ...metadata, ...others, data: memory }))
}
