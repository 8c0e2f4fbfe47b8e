import { isDelegation, type PolicyEntry, parseNamePattern, type Who } from '@commonplace/protocol'

/** Whether a line of a policy log may change what somebody may do in a space. */
export function concerns({ statement }: PolicyEntry): (who: Who, space: string) => boolean {
  const isAgent = parseNamePattern(statement.agent)
  if (isDelegation(statement)) {
    const isUser = parseNamePattern(statement.user)
    return who => isAgent(who.agent, who) && isUser(who.user, who)
  }
  const isSpace = parseNamePattern(statement.space)
  return (who, space) => isAgent(who.agent, who) && isSpace(space, who)
}
