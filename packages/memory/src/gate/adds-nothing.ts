import type { Json, RecordBody } from '../model'
import { canonicalJson } from '../model/canonical-json'
import type { MemoryRecord } from '../reading/record'

const told = ['title', 'confidence', 'importance', 'sensitivity', 'source', 'metadata'] as const
const toldTimes = ['validFrom', 'validTo'] as const

/**
 * Whether a body with the text of a record says nothing that the record does not: the same kind and scope, and of all that
 * it gives nothing else. In which run it was said does not count.
 */
export function addsNothing(body: RecordBody, record: MemoryRecord, askedExpiry: boolean): boolean {
  const { user, app } = body.scope
  const isOfScope = record.scope.user === user && record.scope.app === app && forAgent(record) === forAgent(body)
  if (!isOfScope || record.kind !== body.kind || record.key !== undefined || record.quarantined || askedExpiry)
    return false
  if (body.status === 'proposed' && record.status === 'plain') return false
  if (body.pinned && !record.pinned) return false
  const isTold = (field: (typeof told)[number]) =>
    body[field] === undefined || canonicalJson(body[field] as Json) === canonicalJson((record[field] ?? null) as Json)
  return (
    told.every(isTold) &&
    toldTimes.every(field => body[field] === undefined || body[field] === record[field]?.getTime()) &&
    body.tags.every(tag => record.tags.includes(tag)) &&
    body.derivedFrom.every(id => record.derivedFrom.includes(id) || id === record.version || id === record.id)
  )
}

/** Whose memory it is said to be; what anybody repeats of another's is that one's all the same. */
function forAgent({ scope, author }: Pick<RecordBody, 'scope' | 'author'>): string | undefined | true {
  return scope.agent === author.agent || scope.agent
}
