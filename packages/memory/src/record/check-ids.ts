import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { isPrivateToken } from '../reading/private-token'
import { stringToRecordId } from '../reading/record-id'

/**
 * Makes sure that what a record is made from is named by ids, of records that are held here or elsewhere: anything else would
 * count as unknown for ever.
 *
 * @throws CommonplaceError `invalid-input`
 */
export function checkIds(core: Core, ids: readonly string[]): void {
  const wrong = ids.find(id => stringToRecordId(id) === undefined && !isPrivateToken(id))
  if (wrong === undefined) return
  throw new CommonplaceError(
    'invalid-input',
    `agent "${core.identity.agent}" names ${JSON.stringify(wrong)} as what something is made from, which is no record's id`,
    { hint: "an id looks like 'team.0.4f2k9z.18', as record.id gives it; of a fact it is fact.record.id, not its key" },
  )
}
