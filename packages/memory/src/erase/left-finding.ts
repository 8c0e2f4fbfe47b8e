import type { Core } from '../core'
import type { Entry } from '../model'
import { mayErase, subjectOf } from '../model/erasure'
import { validatedKey } from '../model/keys'
import type { Space } from '../space/space'

/**
 * Whether an entry is what this agent found, or may delete as a curator, of a record of which nothing is left: its author erased it,
 * who may not erase what others say of it. It may quote it.
 */
export function isLeftFinding({ erasures, identity, mayCurate }: Core, space: Space, { key, dot }: Entry): boolean {
  const record = validatedKey(key)
  const subject = subjectOf(key)
  if (record === undefined || subject?.type !== 'record' || space.index.countOf(record) > 0) return false
  const { agent, user } = identity
  const self = { agent, ...(user && { user }) }
  if (!space.replica.mayRemove(dot.client) || !mayErase(self, space.authorOf(dot.client), mayCurate)) return false
  const author = space.authorOf(subject.dot.client)
  return erasures.about(space, key).some(({ by }) => mayErase(by, author, mayCurate))
}
