import type { Core } from '../core'
import type { Past } from '../reading/past'
import { idToPlace } from '../search-index/place-id'
import { type Item, toItem } from './item'

/** What held at a time, ms, in place of what holds now. */
export interface AsOf {
  readonly past: Past
  readonly time: number
}

/**
 * What may be told of a place; undefined when there is nothing, or its space is not loaded.
 *
 * @throws CommonplaceError `beyond-retention` when what held then is not kept any more
 */
export function itemAt({ pool, projection }: Core, place: string, asOf?: AsOf): Item | undefined {
  const { space: name, key } = idToPlace(place)
  const space = pool.get(name)
  if (space === undefined) return undefined
  if (asOf) {
    const { past, time } = asOf
    const record = past.record(space, key, time)
    return record && toItem(place, projection.verdictAt(space, key, time), record, Number.POSITIVE_INFINITY)
  }
  const view = projection.look(space, key)
  return view?.record && toItem(place, projection.verdict(space, key), view.record, view.until)
}
