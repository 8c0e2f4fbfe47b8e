import type { RescopeTarget } from '@commonplace/memory'
import { refused } from './refused'

/** Whose memories are meant, as `add` and `deleteAll` take it. */
export interface Entity {
  readonly userId?: string | undefined
  readonly agentId?: string | undefined
  readonly runId?: string | undefined
}

/** What mem0 calls an entity in filters and rows, what it calls it beside a call, and what a scope calls it. */
export const entityNames = [
  ['user_id', 'userId', 'user'],
  ['agent_id', 'agentId', 'agent'],
  ['run_id', 'runId', 'run'],
] as const
export type EntityName = (typeof entityNames)[number][0]
/** The ids that are given, at least one. */
export type EntityIds = { readonly [name in EntityName]?: string }

const identityKeys: ReadonlySet<string> = new Set([...entityNames.flat().filter(name => /id$/i.test(name)), 'actor_id'])

/** @throws CommonplaceError `invalid-input` for an id that is empty or holds spaces */
export function trimmedId(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null) return undefined
  const trimmed = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  if (trimmed === '') throw refused(`Invalid ${name}: cannot be empty or whitespace-only. Provide a valid identifier.`)
  if (!/\s/.test(trimmed)) return trimmed
  throw refused(`Invalid ${name}: cannot contain whitespace. Provide a valid identifier without spaces.`)
}

/**
 * The ids beside a call; where one is left out, that of its filters.
 *
 * @returns undefined where there is none
 * @throws CommonplaceError `invalid-input` as `trimmedId`, and for `'*'`: to filters it is anybody, so `deleteAll` would take all for one
 */
export function entityIds(given: Entity, filters: Readonly<Record<string, unknown>> = {}): EntityIds | undefined {
  const ids = entityNames.flatMap(([inRows, beside]) => {
    const id = trimmedId(given[beside], beside) ?? trimmedId(filters[inRows], inRows)
    if (id === '*') throw refused(`Invalid ${beside}: '*' names nobody. Provide a valid identifier.`)
    return id === undefined ? [] : [[inRows, id]]
  })
  return ids.length === 0 ? undefined : Object.fromEntries(ids)
}

/** The scope of a record with these ids and no others. */
export function scopeOf(ids: EntityIds): RescopeTarget {
  return Object.fromEntries(entityNames.map(([inRows, , name]) => [name, ids[inRows] ?? null]))
}

/** Whose a memory is says its scope, never its metadata. */
export function withoutIdentity(metadata: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !identityKeys.has(key)))
}

/** @throws CommonplaceError `invalid-input` where ids stand beside the filters */
export function checkBeside(config: object, verb: string): void {
  const odd = Object.keys(config).filter(key => key !== 'actor_id' && identityKeys.has(key))
  if (odd.length === 0) return
  const instead = 'Use filters: { user_id: "..." } instead.'
  throw refused(`Top-level entity parameters [${odd.join(', ')}] are not supported in ${verb}(). ${instead}`)
}
