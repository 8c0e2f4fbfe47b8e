import type { Filter } from '@commonplace/memory'
import type { Filters } from './route'

/** The filters of an address as the library's verbs take them. */
export function searchFilter(filters: Filters): Filter {
  return Object.fromEntries(
    [...filters].map(([field, values]) => [field === 'tag' ? 'tags' : field, values.map(value => value || null)]),
  )
}
