import type { Core } from '../core'
import { idToPlace } from '../record/indexed'
import { type Item, toItem } from './item'

/** What may be told of a place now; undefined when there is nothing, or its space is not loaded. */
export function itemAt({ pool, projection }: Core, place: string): Item | undefined {
  const { space: name, key } = idToPlace(place)
  const space = pool.get(name)
  const record = space && projection.record(space, key)
  return space && record && toItem(place, projection.verdict(space, key), record, projection.until(space, key))
}
