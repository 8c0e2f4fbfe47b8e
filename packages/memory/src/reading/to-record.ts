import { falseClaimOf, type RecordBody, readKey, sameDot, type Verdict, type Version } from '../model'
import type { Space } from '../space/space'
import { withLiveFields } from './live-fields'
import type { Author, MemoryRecord } from './record'
import { recordIdOf } from './record-id'
import type { Standings } from './standings'

/** Nobody is known to have written it: no binding, and a payload that cannot be read. */
export const unknownAuthor: Author = Object.freeze({ agent: 'unknown' })

/** The id by which readers name a version. */
export function versionId(space: Space, version: Version): string {
  return recordIdOf(space, version.entry.dot)
}

/**
 * The record that readers see for a key.
 *
 * @param shown the version that stands for the key: its only head, or the side that the conflict rule chooses
 */
export function toRecord(
  space: Space,
  verdict: Verdict,
  shown: Version,
  body: RecordBody,
  standings: Standings,
): MemoryRecord {
  const name = readKey(verdict.key)
  const dot = name?.type === 'record' ? name.dot : shown.entry.dot
  const { type, value, content } = body
  const version = versionId(space, shown)
  const id = sameDot(dot, shown.entry.dot) ? version : recordIdOf(space, dot)
  const reason = standings.holds(space, shown)
  // A literal, and fields added one by one: made for every record there is, and copying or describing properties costs
  // several times as much, in time and in heap.
  const record: Partial<Writable<MemoryRecord>> = {
    id,
    space: space.name,
    kind: body.kind,
    content: typeof content === 'string' ? content : JSON.stringify(content),
    scope: body.scope,
    tags: body.tags,
    author: shown.author ?? unknownAuthor,
    pinned: body.pinned ?? false,
    derivedFrom: body.derivedFrom,
    version,
    status: standings.statusOf(space, shown),
    quarantined: reason === 'quarantined' || reason === 'refuted' || reason === 'forged',
    versions: space.index.countOf(verdict.key),
    disputed: verdict.state === 'conflict',
  }
  if (name?.type === 'fact') record.key = name.name
  const claimed = falseClaimOf(shown)
  if (claimed) record.claimed = claimed
  if (type === 'fact') record.value = value
  for (const field of optional) if (body[field] !== undefined) record[field] = body[field] as never
  return withLiveFields(record, { space, shown, body, standings })
}

type Writable<T> = { -readonly [Field in keyof T]: T[Field] }

/** Fields that were not given are not there at all, so that records print and compare as they were written. */
const optional = ['title', 'confidence', 'importance', 'sensitivity', 'source', 'origin', 'metadata', 'gate'] as const
