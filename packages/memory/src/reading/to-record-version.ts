import { falseClaimOf, toDate, type Version } from '../model'
import type { Space } from '../space/space'
import type { Author, RecordVersion } from './record'
import { recordIdOf } from './record-id'
import { unknownAuthor, versionId } from './to-record'

/** One line of a record's history. */
export function toRecordVersion(
  space: Space,
  version: Version,
  state: RecordVersion['state'],
  reason?: string,
): RecordVersion {
  const body = version.record.ok ? version.record.body : undefined
  const why = reason ?? body?.reason
  const claimed = falseClaimOf(version)
  const received = space.receivedAt(version.entry.dot)
  const claimedTime = body && body.time.ms > version.time.ms ? toDate(body.time.ms) : undefined
  return Object.freeze({
    id: versionId(space, version),
    content: typeof body?.content === 'string' ? body.content : body ? JSON.stringify(body.content) : '',
    ...(body?.value !== undefined && { value: body.value }),
    author: version.author ?? unknownAuthor,
    ...(claimed && { claimed }),
    time: toDate(version.time.ms),
    ...(claimedTime && { claimedTime }),
    ...(received !== undefined && { received: toDate(received) }),
    state: body?.type === 'tombstone' && state === 'current' ? 'retracted' : state,
    parents: Object.freeze(version.entry.parents.map(dot => recordIdOf(space, dot))),
    ...(why !== undefined && { reason: why }),
  })
}

/** A version of which only the name is kept, and who wrote it where the relay bound that. */
export function toCompactedVersion(id: string, author: Author | undefined, supersededMs: number): RecordVersion {
  const parents = Object.freeze([])
  const time = toDate(supersededMs)
  return Object.freeze({ id, content: '', author: author ?? unknownAuthor, time, state: 'compacted', parents })
}
