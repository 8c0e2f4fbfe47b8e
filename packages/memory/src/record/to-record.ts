import { type RecordBody, readKey, toDate, type Verdict, type Version } from '../model'
import type { Space } from '../space/space'
import type { Tier } from '../sync'
import { instants } from './instants'
import { reachedByRecord } from './reached-by-record'
import type { Author, MemoryRecord, RecordVersion } from './record'
import { recordIdToString } from './record-id'

/** Nobody is known to have written it: no binding, and a payload that cannot be read. */
export const unknownAuthor: Author = Object.freeze({ agent: 'unknown' })

/** The id by which readers name a version. */
export function versionId(space: Space, version: Version): string {
  return recordIdToString({ space: space.name, segment: 0, dot: version.entry.dot })
}

/**
 * The record that readers see for a key.
 *
 * @param shown the version that stands for the key: its only head, or the side that the conflict rule chooses
 */
export function toRecord(space: Space, verdict: Verdict, shown: Version, body: RecordBody): MemoryRecord {
  const name = readKey(verdict.key)
  const dot = name?.type === 'record' ? name.dot : shown.entry.dot
  const { type, value, content } = body
  const id = recordIdToString({ space: space.name, segment: 0, dot })
  const record = withoutUndefined({
    id,
    space: space.name,
    kind: body.kind,
    ...(name?.type === 'fact' && { key: name.name }),
    ...(type === 'fact' && { value }),
    content: typeof content === 'string' ? content : JSON.stringify(content),
    title: body.title,
    scope: body.scope,
    tags: body.tags,
    author: shown.author ?? unknownAuthor,
    confidence: body.confidence,
    importance: body.importance,
    pinned: body.pinned ?? false,
    sensitivity: body.sensitivity,
    derivedFrom: body.derivedFrom,
    source: body.source,
    status: body.status,
    metadata: body.metadata,
    versions: space.index.countOf(verdict.key),
    disputed: verdict.state === 'conflict',
  })
  return Object.freeze(
    Object.defineProperties(record, {
      ...instants({ time: shown.time.ms, validFrom: body.validFrom, validTo: body.validTo, expires: body.expires }),
      durability: { enumerable: true, get: () => space.tierOf(shown.entry.dot) },
      durable: {
        value: (tier: Tier, options: { signal?: AbortSignal } = {}) =>
          reachedByRecord(space, shown.entry.dot, id, tier, options),
      },
    }) as MemoryRecord,
  )
}

/** One line of a record's history. */
export function toRecordVersion(
  space: Space,
  version: Version,
  state: RecordVersion['state'],
  reason?: string,
): RecordVersion {
  const body = version.record.ok ? version.record.body : undefined
  const why = reason ?? body?.reason
  return Object.freeze({
    id: versionId(space, version),
    content: typeof body?.content === 'string' ? body.content : body ? JSON.stringify(body.content) : '',
    ...(body?.value !== undefined && { value: body.value }),
    author: version.author ?? unknownAuthor,
    time: toDate(version.time.ms),
    state: body?.type === 'tombstone' && state === 'current' ? 'retracted' : state,
    parents: Object.freeze(version.entry.parents.map(dot => recordIdToString({ space: space.name, segment: 0, dot }))),
    ...(why !== undefined && { reason: why }),
  })
}

/** Fields that were not given are not there at all, so that records print and compare as they were written. */
function withoutUndefined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}
