import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { recordKey } from '../model'
import { presentId } from '../reading/present-id'
import { stringToRecordId } from '../reading/record-id'
import { shortened } from '../shortened'
import type { Space } from '../space/space'
import { referencesFor } from './references'

export { checkIds } from './check-ids'

/**
 * What a new record is made from, by version: a record's own id means the version that is shown now, so that what is
 * later found of that version reaches what was made from it, and a correction does not pass for what was read.
 *
 * @param target the space it is written to: what is private is named by a token in a shared one
 * @throws CommonplaceError `support-gone` when all of it was retracted, refuted or closed: nobody would be given the record
 */
export function seenVersions(core: Core, target: Space, ids: readonly string[]): string[] {
  const versions = ids.map(given => {
    const id = presentId(core, given)
    const parts = stringToRecordId(id)
    const space = parts && core.pool.get(parts.space)
    const record = space && core.projection.record(space, recordKey(parts!.dot))
    const isGone = record ? record.status === 'refuted' : space !== undefined && isRetracted(core, space, id)
    const version = record?.version ?? id
    return { version, isGone: isGone || core.projection.standings.standingOfId(version) === 'closed' }
  })
  if (versions.length > 0 && versions.every(({ isGone }) => isGone))
    throw new CommonplaceError(
      'support-gone',
      `agent "${core.identity.agent}" builds on ${shortened(ids.join(', '))}, which is gone`,
      {
        hint: 'memory.history(id) says why; name what still stands in derivedFrom',
      },
    )
  return referencesFor(core, target, [...new Set(versions.map(({ version }) => version))])
}

/** How sure the authors of what a record is made from were, of those that said so and are held here: it can be no surer. */
export function confidencesOf(core: Core, ids: readonly string[]): number[] {
  return ids.flatMap(given => {
    const parts = stringToRecordId(presentId(core, given))
    const space = parts && core.pool.get(parts.space)
    const key = space && (space.index.get(parts!.dot)?.key ?? recordKey(parts!.dot))
    return key === undefined ? [] : (core.projection.record(space!, key)?.confidence ?? [])
  })
}

function isRetracted(core: Core, space: Space, id: string): boolean {
  const key = recordKey(stringToRecordId(id)!.dot)
  return space.index.countOf(key) > 0 && core.projection.verdict(space, key).state === 'retracted'
}
