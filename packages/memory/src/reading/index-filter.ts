import type { Core } from '../core'
import { recordKey } from '../model'
import type { Filter } from '../recall/filter'
import { placeToId } from '../search-index/place-id'
import { filterOf } from './admits'
import { stringToRecordId } from './record-id'

/** `filterOf` as the search index reads it, which names records by their places. */
export function indexFilterOf(core: Core, filter: unknown, scope: 'own' | 'all' | undefined): Filter {
  const placed = (value: unknown): unknown => (Array.isArray(value) ? value.map(placed) : placeOf(core, value))
  const inPlaces = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(inPlaces)
    const entries = Object.entries(part as Filter).map(([name, value]) => {
      if (name === 'id') return [name, placed(value)]
      return [name, ['and', 'or', 'not'].includes(name) ? inPlaces(value) : value]
    })
    return Object.fromEntries(entries)
  }
  return inPlaces(filterOf(core, filter, scope)) as Filter
}

function placeOf(core: Core, id: unknown): unknown {
  const parts = typeof id === 'string' ? stringToRecordId(id) : undefined
  if (!parts) return id
  const { space, dot } = parts
  return placeToId(space, core.pool.get(space)?.index.get(dot)?.key ?? recordKey(dot))
}
