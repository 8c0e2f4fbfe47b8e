import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { type FoundPlace, withRecord } from './locate'

/** As `withRecord`, for verbs that need the record to be there. */
export async function withPresentRecord<T>(
  core: Core,
  id: string,
  work: (place: FoundPlace) => T | Promise<T>,
): Promise<T> {
  const done = await withRecord(core, id, async place => ({ value: await work(place) }))
  if (done) return done.value
  throw new CommonplaceError('unknown-record', `agent "${core.identity.agent}" holds no record ${id}`, {
    hint: 'it may be in a space that is not open here, or not have arrived yet',
  })
}
