import type { Core } from '../core'
import { idToPlace } from '../record/indexed'
import { type Item, toItem } from './item'

/**
 * What may be told of a place; undefined when there is nothing, or its space is not loaded.
 *
 * @param time as of when, ms; now when left out
 * @throws CommonplaceError `beyond-retention` when what held then is not kept any more
 */
export function itemAt({ pool, projection, past }: Core, place: string, time?: number): Item | undefined {
  const { space: name, key } = idToPlace(place)
  const space = pool.get(name)
  if (space === undefined) return undefined
  if (time !== undefined) {
    const record = past.record(space, key, time)
    return record && toItem(place, projection.verdictAt(space, key, time), record, Number.POSITIVE_INFINITY)
  }
  const record = projection.record(space, key)
  return record && toItem(place, projection.verdict(space, key), record, projection.until(space, key))
}
