/** The views of the page, in the order of the rail. */
const views = [
  'overview',
  'records',
  'conflicts',
  'search',
  'directory',
  'leases',
  'runs',
  'sync',
  'policy',
  'storage',
] as const
export type View = (typeof views)[number]

/** What can be filtered in the record list; the names are those of the library's filters. */
export const filterFields = ['space', 'kind', 'author', 'user', 'tag'] as const
export type FilterField = (typeof filterFields)[number]
export type Filters = ReadonlyMap<FilterField, readonly string[]>

/** Where in the page a person is; every view, record, filter and question has an address. */
export interface Route {
  readonly view: View
  /** The open record. */
  readonly record?: string
  /** The open conflict: space and key. */
  readonly conflict?: { readonly space: string; readonly key: string }
  /** The open run: space and name. */
  readonly run?: { readonly space: string; readonly name: string }
  /** As whom is looked, where that is not this tab's agent. */
  readonly as?: string
  /** The question asked. */
  readonly question?: string
  readonly filters: Filters
}

/** The views that can be looked at as another agent; of the records, each by itself. */
const looks: ReadonlySet<View> = new Set(['policy', 'conflicts', 'records'])

export const noFilters: Filters = new Map()

/** Reads the part of an address after `#`; what it does not know is left out. */
export function parseRoute(hash: string): Route {
  const [name = '', query = ''] = hash.replace(/^#/, '').split('?', 2)
  const view = views.find(known => known === name) ?? 'overview'
  const params = new URLSearchParams(query)
  const filters = new Map<FilterField, readonly string[]>()
  for (const field of filterFields) if (params.has(field)) filters.set(field, params.getAll(field))
  const key = params.get('key')
  return {
    view,
    record: params.get('id') ?? undefined,
    conflict: view === 'conflicts' && key !== null ? { key, space: params.get('in') ?? '' } : undefined,
    run: view === 'runs' && key !== null ? { name: key, space: params.get('in') ?? '' } : undefined,
    as: (looks.has(view) && params.get('as')) || undefined,
    question: params.get('q') ?? undefined,
    filters,
  }
}

/** The address of a place in the page, with its `#`. */
export function formatRoute(route: Partial<Route> & { view: View }): string {
  const params = new URLSearchParams()
  if (route.conflict) {
    params.set('in', route.conflict.space)
    params.set('key', route.conflict.key)
  }
  if (route.run) {
    params.set('in', route.run.space)
    params.set('key', route.run.name)
  }
  if (route.as) params.set('as', route.as)
  if (route.question) params.set('q', route.question)
  for (const [field, values] of route.filters ?? noFilters) for (const value of values) params.append(field, value)
  if (route.record) params.set('id', route.record)
  const query = params.toString()
  return `#${route.view}${query ? `?${query}` : ''}`
}
