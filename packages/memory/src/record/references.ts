import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { newLine } from '../ledger/line'
import { tokenKey, toPrivateToken } from '../reading/private-token'
import { stringToRecordId } from '../reading/record-id'
import type { Space } from '../space/space'

/**
 * References as they may stand in a space: in a shared one all that are private become one token, which tells neither how
 * many they were, nor their ids, nor the name of their space. Its meaning stays beside them on this device.
 *
 * @throws CommonplaceError `private` when the private space is not loaded
 */
export function referencesFor(core: Core, space: Space, ids: readonly string[]): string[] {
  if (space.visibility === 'private') return [...ids]
  const hidden = ids.filter(id => isPrivate(core, id))
  if (hidden.length === 0) return [...ids]
  return [...ids.filter(id => !hidden.includes(id)), newPrivateToken(core, hidden)]
}

/**
 * A token for private versions: 128 random bits, another one each time.
 *
 * @throws CommonplaceError `private` when the space of the first is not loaded
 */
export function newPrivateToken(core: Core, ids: readonly string[]): string {
  const home = ids.map(id => core.pool.get(stringToRecordId(id)?.space ?? '')).find(each => each !== undefined)
  if (home === undefined)
    throw new CommonplaceError(
      'private',
      `a shared record would name ${ids.length} of a private space that is closed`,
      {
        hint: 'open the private space first, so that it keeps what the name stands for',
      },
    )
  const token = toPrivateToken(core.randomName())
  home.append([newLine(core, home, tokenKey(token), [...ids])])
  return token
}

function isPrivate(core: Core, id: string): boolean {
  const name = stringToRecordId(id)?.space
  return name !== undefined && core.pool.list().some(entry => entry.name === name && entry.visibility === 'private')
}
