import type { Core } from '../core'
import { recordKey } from '../model'
import { stringToRecordId } from './record-id'

/**
 * What a new record is made from, by version: a record's own id means the version that is shown now, so that what is
 * later found of that version reaches what was made from it, and a correction does not pass for what was read.
 */
export function seenVersions(core: Core, ids: readonly string[]): string[] {
  const versions = ids.map(id => {
    const parts = stringToRecordId(id)
    const space = parts && core.pool.get(parts.space)
    return (space && core.projection.record(space, recordKey(parts!.dot))?.version) ?? id
  })
  return [...new Set(versions)]
}
