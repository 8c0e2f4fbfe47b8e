import type { Core } from '../core'
import { factKey, recordKey } from '../model'
import { idToPlace, placeToId } from '../record/indexed'
import type { MemoryRecord } from '../record/record'
import { stringToRecordId } from '../record/record-id'
import { type Item, toItem } from './item'

/** Where a record is kept: a name for it that stays when a fact's shown version changes. */
export function placeOf({ id, space, key }: MemoryRecord): string {
  return placeToId(space, key === undefined ? recordKey(stringToRecordId(id)!.dot) : factKey(key))
}

/** What may be told of a place now; undefined when there is nothing, or its space is not loaded. */
export function itemAt({ pool, projection }: Core, place: string): Item | undefined {
  const { space: name, key } = idToPlace(place)
  const space = pool.get(name)
  const record = space && projection.record(space, key)
  return space && record && toItem(place, projection.verdict(space, key), record, projection.until(space, key))
}
