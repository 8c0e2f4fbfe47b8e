import type { Filter } from '@commonplace/memory'
import { useMemo } from 'react'
import { useInspector } from './inspector-context'
import { searchFilter } from './model/search-filter'

/** The filter of the address; the same one while it says the same, whatever else the address says. */
export function useFilter(): Filter {
  const { route } = useInspector()
  const text = JSON.stringify(searchFilter(route.filters))
  return useMemo(() => JSON.parse(text), [text])
}
