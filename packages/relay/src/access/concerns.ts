import { isDelegation, type PolicyEntry, parseNamePattern, type RoomName, type Who } from '@commonplace/protocol'
import type { Principal } from '../identity/principal'
import type { PolicyChange } from './policy-log'

/** Whether a line of a policy log may change what somebody may do in a space. */
function concerns({ statement }: PolicyEntry): (who: Who, space: string) => boolean {
  const isAgent = parseNamePattern(statement.agent)
  if (isDelegation(statement)) {
    const isUser = parseNamePattern(statement.user)
    return who => isAgent(who.agent, who) && isUser(who.user, who)
  }
  const isSpace = parseNamePattern(statement.space)
  return (who, space) => isAgent(who.agent, who) && isSpace(space, who)
}

/** Whether a change of a tenant's policy may change what somebody may do in a room. */
export function concernedBy({ tenant, entries }: PolicyChange): (principal: Principal, room: RoomName) => boolean {
  const tests = entries.map(concerns)
  return (principal, { space }) => principal.tenant === tenant && tests.some(fits => fits(principal, space))
}
