import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { mayWrite, readKey } from '../model'
import type { Space } from '../space/space'
import { type Present, present } from './present'

/**
 * A record that this agent is about to supersede.
 *
 * @throws CommonplaceError `forbidden` when it is another author's and this agent is no curator: every reader would
 * ignore the new version
 */
export function presentAndOwn(core: Core, space: Space, key: string, id: string): Present {
  const found = present(core, space, key, id)
  const name = readKey(key)
  if (name && mayWrite(name, space.replica.client, core.projection.context(space))) return found
  const { agent, user } = found.record.author
  const whose = user === undefined ? '' : ` for user "${user}"`
  throw new CommonplaceError('forbidden', `record ${id} was written by agent "${agent}"${whose}`, {
    hint: 'its author or a curator can; to disagree, add a record or assert a fact',
  })
}
