import type { Core } from '../core'
import type { Filterable } from '../recall'
import { compileFilter, type Filter } from '../recall/filter'
import type { MemoryRecord } from './record'

/**
 * A caller's filter, beside it the default scope unless all was asked for, and without quarantine unless the caller says
 * which `status` it wants.
 */
export function filterOf(core: Core, filter: unknown, scope: 'own' | 'all' | undefined): Filter {
  const asked = (filter ?? {}) as Filter
  // By itself first: what is wrong with it is named as its writer wrote it.
  compileFilter(asked)
  const open: Filter = wantsStatus(asked) ? {} : { standing: null }
  if (scope === 'all') return { and: [asked, open] }
  const { user, app } = core.identity
  return {
    and: [asked, open, { user: user === undefined ? null : [user, null], app: app === undefined ? null : [app, null] }],
  }
}

/** Whether a filter names the status of what it wants; to say what is not wanted, below `not`, asks for nothing. */
function wantsStatus(filter: unknown): boolean {
  if (typeof filter !== 'object' || filter === null) return false
  const { status, and, or } = filter as Filter
  const parts: readonly unknown[] = [and, or].filter(Array.isArray).flat()
  return status !== undefined || parts.some(wantsStatus)
}

/**
 * The predicate of a filter over records.
 *
 * @throws RecallError `filter-invalid` naming the field
 */
export function admits(
  core: Core,
  filter: unknown,
  scope: 'own' | 'all' | undefined,
): (record: MemoryRecord) => boolean {
  const { matches } = compileFilter(filterOf(core, filter, scope))
  return record => matches(toFilterable(record))
}

/** The fields that filters may name, in the units of filters. */
function toFilterable(record: MemoryRecord): Filterable {
  return {
    id: record.id,
    key: record.key,
    space: record.space,
    kind: record.kind,
    author: record.author.agent,
    user: record.scope.user,
    agent: record.scope.agent,
    run: record.scope.run,
    app: record.scope.app,
    status: record.status,
    standing: record.quarantined ? 'quarantined' : undefined,
    tags: record.tags,
    time: record.time.getTime(),
    validFrom: record.validFrom?.getTime(),
    validTo: record.validTo?.getTime(),
    expires: record.expires?.getTime(),
    confidence: record.confidence,
    importance: record.importance,
  }
}
