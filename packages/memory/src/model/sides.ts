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
  const bySaying = new Map<string, Version[]>()
  for (const head of heads) {
    const saying = sayingOf(head)
    bySaying.set(saying, [...(bySaying.get(saying) ?? []), head])
  }
  return [...bySaying.values()].map(agreeing => {
    const version = agreeing.toSorted(compareVersions).at(-1)!
    return Object.freeze({
      version,
      body: version.record.ok ? version.record.body : undefined,
      heads: Object.freeze(agreeing),
    })
  })
}

function sayingOf({ entry, record }: Version): string {
  if (!record.ok) return `unreadable ${entry.payload}`
  const { author: _author, time: _time, ...said } = record.body
  if (said.type === 'tombstone') return 'tombstone'
  return said.type === 'fact'
    ? `fact ${canonicalJson(said.value!)}`
    : `record ${canonicalJson(said as unknown as Json)}`
}
