import type { JudgeContext } from './judge-context'
import type { KeyName } from './keys'
import type { Author } from './record-body'

/**
 * Whether entries of this client id count under a key: facts are anybody's who may append, and so are lines of the ledger
 * without an owner; a record belongs to the
 * writer of its first version, to the same author under other client ids, and to curators. An author is who the relay
 * bound to the client id, never who a payload claims.
 */
export function mayWrite(name: KeyName, client: number, context: JudgeContext): boolean {
  if (name.type === 'fact') return true
  if (name.type === 'ledger') return name.owner === undefined || context.authorOf(client)?.agent === name.owner
  if (client === name.dot.client) return true
  const author = context.authorOf(client)
  if (author === undefined) return false
  return isSame(author, context.authorOf(name.dot.client)) || context.mayCurate(author.agent)
}

function isSame(author: Author, owner: Author | undefined): boolean {
  return owner !== undefined && author.agent === owner.agent && author.user === owner.user
}
