import type { Explanation, Who } from '@commonplace/protocol'
import type { HeldPolicy } from '../access/held-policy'

/** Who a memory may be seen by, by the policy log: `outside` names those who may read a space, and not all that it is made from. */
export interface LoggedAudiences {
  /** the spaces that are open here, those with the most readers first */
  readonly spaces: readonly string[]
  /** readers of a space who may not see the memory, as `agent` or `agent for user`; `*` in a name stands for any */
  outside(space: string): readonly string[]
}

interface Asked {
  readonly self: Who
  readonly time: number
  /** the open spaces, and whether they are private */
  readonly spaces: ReadonlyMap<string, boolean>
  readonly touched: readonly string[]
  readonly contributors: readonly string[]
}

/** Stands in a name for whatever a pattern lets be there. */
const any = '*'

/**
 * The audience of a memory follows from the agents that contributed to it and the resources that they touched: who sees it may read
 * every space that it is made from, and acts for a user who may act through each of its authors (Rezazadeh et al., Collaborative
 * Memory, 2025, section 3). Names are those that the log names, and one for each of its patterns.
 *
 * @param policy the whole of the log
 */
export function loggedAudiences(
  policy: Pick<HeldPolicy, 'entries' | 'rules' | 'explain'>,
  asked: Asked,
): LoggedAudiences {
  const { self, time, spaces, touched, contributors } = asked
  const everybody = peopleIn(policy, self)
  const may = (who: Who, space: string): boolean => {
    if (spaces.get(space)) return isSame(who, self)
    return policy.explain(space, who, time).rights.includes('read')
  }
  const isThrough = (user: string, agent: string, space: string): boolean => {
    const { isDelegated }: Explanation = policy.explain(space, { agent, user }, time)
    return isDelegated
  }
  const sees = (who: Who, space: string): boolean =>
    isSame(who, self) ||
    (touched.every(each => may(who, each)) &&
      (who.user === '' || contributors.every(agent => isThrough(who.user, agent, space))))
  const readersOf = (space: string) => everybody.filter(who => may(who, space))
  const counts = new Map([...spaces.keys()].map(space => [space, readersOf(space).length]))
  return {
    spaces: [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!),
    outside: space =>
      readersOf(space)
        .filter(who => !sees(who, space))
        .map(({ agent, user }) => (user === '' ? agent : `${agent} for ${user}`)),
  }
}

const isSame = (a: Who, b: Who): boolean => a.agent === b.agent && a.user === b.user

function peopleIn({ entries, rules }: Pick<HeldPolicy, 'entries' | 'rules'>, self: Who): Who[] {
  const statements = entries.map(({ statement }) => statement)
  const userPatterns = [
    ...statements.flatMap(each => ('user' in each ? [each.user] : [])),
    ...rules.flatMap(each => each.users),
    self.user,
    any,
  ]
  const users = new Set(['', ...userPatterns.map(pattern => named(pattern, ''))])
  const agentPatterns = [
    ...statements.map(({ agent }) => agent),
    ...rules.flatMap(each => each.agents),
    self.agent,
    any,
  ]
  return [...users].flatMap(user =>
    [...new Set(agentPatterns.map(pattern => named(pattern, user)))].map(agent => ({ agent, user })),
  )
}

/** A name that fits a pattern, and where it can be no other of those that the log names. */
function named(pattern: string, user: string): string {
  return pattern
    .replaceAll('**', any)
    .replaceAll('{user}', user || any)
    .replaceAll('{agent}', any)
}
