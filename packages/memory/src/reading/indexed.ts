import { decodeRecord, readKey, recordKey } from '../model'
import type { Indexed } from '../recall'
import { placeToId } from '../search-index/place-id'
import type { Space } from '../space/space'
import type { Fact } from './fact'
import type { MemoryRecord } from './record'
import { stringToRecordId } from './record-id'

/** A record as the search index takes it; a fact in conflict is found by the words of each side. */
export function toIndexed(
  space: Space,
  key: string,
  record: MemoryRecord,
  { fact, sequence }: { readonly fact: Fact | undefined; readonly sequence: number },
): Indexed {
  const contents = fact ? [...new Set(fact.sides.map(side => side.content))] : [record.content]
  return {
    id: placeToId(space.name, key),
    text: [...(record.title ? [record.title] : []), ...contents].join('\n'),
    space: space.name,
    kind: record.kind,
    author: record.author.agent,
    tags: record.tags,
    time: record.time.getTime(),
    sequence,
    run: record.scope.run,
    user: record.scope.user,
    agent: record.scope.agent,
    app: record.scope.app,
    key: record.key,
    status: record.status,
    standing: record.quarantined ? 'quarantined' : undefined,
    confidence: record.confidence,
    importance: record.importance,
    pinned: record.pinned,
    validFrom: record.validFrom?.getTime(),
    validTo: record.validTo?.getTime(),
    expires: record.expires?.getTime(),
    alike: alikeOf(space, record),
    ...placeInRun(space, key, record),
  }
}

/** When the first version of what stands in a run was written, where it was edited since and that version is still there. */
function placeInRun(space: Space, key: string, { scope }: MemoryRecord): Pick<Indexed, 'placeTime' | 'placeSequence'> {
  if (scope.run === undefined) return {}
  const name = space.index.countOf(key) > 1 ? readKey(key) : undefined
  const first = name?.type === 'record' ? space.index.get(name.dot) : undefined
  if (first?.key !== key) return {}
  const decoded = decodeRecord(first.payload)
  return decoded.ok ? { placeTime: decoded.body.time.ms, placeSequence: decoded.body.time.count } : {}
}

/** A gate names three; others may have written anything. */
const mostAlike = 8

/**
 * The records that a record's gate found to say nearly the same, and what it was written down from; undefined mostly. What
 * was made of a record on purpose, a meaning of an episode, is no copy of it.
 */
function alikeOf(space: Space, { gate, source, derivedFrom }: MemoryRecord): string[] | undefined {
  const named: unknown = gate?.similarTo
  const copied: readonly unknown[] = Array.isArray(named) ? named : []
  const ids =
    source?.type === 'recall' ? [...copied, ...derivedFrom] : copied.filter(id => !derivedFrom.includes(id as string))
  if (ids.length === 0) return undefined
  return ids.slice(0, mostAlike).flatMap(id => {
    const parts = typeof id === 'string' ? stringToRecordId(id) : undefined
    if (parts?.space !== space.name) return []
    return [placeToId(space.name, space.index.get(parts.dot)?.key ?? recordKey(parts.dot))]
  })
}
