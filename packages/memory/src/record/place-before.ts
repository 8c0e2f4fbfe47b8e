import type { Core } from '../core'
import { decodeRecord, recordKey } from '../model'
import type { KeyPlace } from '../reading/key-place'
import { stringToRecordId } from '../reading/record-id'

/** Where the record under a key was before it was moved there, if that space is loaded and holds it. */
export function placeBefore(core: Core, { space, key }: KeyPlace): KeyPlace | undefined {
  for (const entry of space.index.entriesOf(key)) {
    const record = entry.payload.includes('"origin"') ? decodeRecord(entry.payload) : undefined
    const from = record?.ok ? stringToRecordId(record.body.origin?.id ?? '') : undefined
    const home = from && core.pool.get(from.space)
    const before = home && (home.index.get(from.dot)?.key ?? recordKey(from.dot))
    if (home && before && home.index.countOf(before) > 0) return { space: home, key: before }
  }
  return undefined
}
