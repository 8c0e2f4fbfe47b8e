import { canonicalJson } from './canonical-json'
import type { Json } from './json'
import type { RecordBody } from './record-body'
import { compareVersions, type Version } from './version'

/** One of the things that the heads of a key say, with everybody who says it. */
export interface Side {
  /** the head that said it last */
  readonly version: Version
  /** what that head says; undefined when a newer program wrote it */
  readonly body?: RecordBody
  /** the heads that agree, earliest first */
  readonly heads: readonly Version[]
}

/**
 * What heads say, each thing once, in the order in which it was first said. Facts agree when their values are equal,
 * tombstones always, records when everything but author and time is equal.
 *
 * @param heads earliest first
 */
export function sidesOf(heads: readonly Version[]): Side[] {
  if (heads.length === 0) return []
  if (heads.length === 1) return [sideOf([heads[0]!])]
  const bySaying = new Map<string, Version[]>()
  for (const head of heads) {
    const saying = sayingOf(head)
    bySaying.set(saying, [...(bySaying.get(saying) ?? []), head])
  }
  return [...bySaying.values()].map(sideOf)
}

function sideOf(heads: readonly Version[]): Side {
  const version = heads.toSorted(compareVersions).at(-1)!
  const body = version.record.ok ? version.record.body : undefined
  return Object.freeze({ version, body, heads: Object.freeze(heads) })
}

function sayingOf({ entry, record }: Version): string {
  if (!record.ok) return `unreadable ${entry.payload}`
  const { author: _author, time: _time, ...said } = record.body
  if (said.type === 'tombstone') return 'tombstone'
  return said.type === 'fact'
    ? `fact ${canonicalJson(said.value!)}`
    : `record ${canonicalJson(said as unknown as Json)}`
}
