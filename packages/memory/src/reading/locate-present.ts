import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { keyOf } from './key-of'
import { type FoundPlace, withRecord } from './locate'
import { stringToRecordId } from './record-id'

/** As `withRecord`, for verbs that need the record to be there. */
export async function withPresentRecord<T>(
  core: Core,
  id: string,
  work: (place: FoundPlace) => T | Promise<T>,
): Promise<T> {
  const done = await withRecord(core, id, async place => ({ value: await work(place) }))
  if (done) return done.value
  const parts = stringToRecordId(id)
  const space = parts && core.pool.get(parts.space)
  const isErased = space && core.erasures.areAbout(space, keyOf(space, parts.dot))
  throw new CommonplaceError('unknown-record', `agent "${core.identity.agent}" holds no record ${id}`, {
    hint: isErased ? 'it was erased' : 'it may be in a space that is not open here, or not have arrived yet',
  })
}
