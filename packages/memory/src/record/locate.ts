import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { recordKey } from '../model'
import { compactedError, isCompacted } from '../retention/horizon'
import type { Space } from '../space/space'
import { stringToRecordId } from './record-id'

/** Where the record with this id lives on this replica. */
export interface Place {
  readonly space: Space
  readonly key: string
}

/**
 * Finds a record by the id of any of its versions, opening its space if need be, and does the work while it is open.
 *
 * @returns undefined when the work was not done: no such space here, or nothing of that id in it
 * @throws CommonplaceError `beyond-retention` for a version that was compacted
 */
export async function withRecord<T>(
  core: Core,
  id: string,
  work: (place: Place) => T | Promise<T>,
): Promise<T | undefined> {
  const parts = typeof id === 'string' ? stringToRecordId(id) : undefined
  if (!parts)
    throw new CommonplaceError('invalid-input', `"${String(id)}" is no record id`, {
      hint: 'ids look like team.0.4f2k9z.18',
    })
  if (!core.pool.list().some(entry => entry.name === parts.space)) return undefined
  return core.pool.using(parts.space, space => {
    const key = space.index.get(parts.dot)?.key ?? recordKey(parts.dot)
    if (space.index.countOf(key) > 0) return work({ space, key })
    if (isCompacted(core, space, parts.dot)) throw compactedError(id)
    return undefined
  })
}

/** As `withRecord`, for verbs that need the record to be there. */
export async function withPresentRecord<T>(core: Core, id: string, work: (place: Place) => T | Promise<T>): Promise<T> {
  const done = await withRecord(core, id, async place => ({ value: await work(place) }))
  if (done) return done.value
  throw new CommonplaceError('unknown-record', `agent "${core.identity.agent}" holds no record ${id}`, {
    hint: 'it may be in a space that is not open here, or not have arrived yet',
  })
}
