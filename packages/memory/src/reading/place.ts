import { factKey, recordKey } from '../model'
import { placeToId } from '../search-index/place-id'
import type { MemoryRecord } from './record'
import { stringToRecordId } from './record-id'

/** Where a record is kept: a name for it that stays when a fact's shown version changes. */
export function placeOf({ id, space, key }: MemoryRecord): string {
  return placeToId(space, key === undefined ? recordKey(stringToRecordId(id)!.dot) : factKey(key))
}
