import { sentenceOf } from '../facts/sentence'
import {
  compareTimestamps,
  type Json,
  type RecordBody,
  type Side,
  type Status,
  type Timestamp,
  toIso,
  type Verdict,
  type Version,
} from '../model'
import type { Author, MemoryRecord } from '../reading/record'
import { shortHash } from './cite'

/** A record that may enter a packet. */
export interface Item {
  /** Names it across packets: its space, then its key. */
  readonly place: string
  readonly record: MemoryRecord
  /** What it says: one thing, or several that did not see each other. */
  readonly sides: readonly Saying[]
  /** When the latest of them was said. */
  readonly time: Timestamp
  /** Changes when what would be told changes. */
  readonly fingerprint: string
  /** When it may become another by itself, ms. */
  readonly until: number
}

/** One thing that is said, by whom, and how far it is to be trusted. */
interface Saying {
  readonly by: string
  readonly at: string
  readonly trust: string
  readonly author: Author
  /** Undefined: that it is no more. */
  readonly text: string | undefined
  readonly from?: string
  readonly to?: string
}

/** Deny by default: what was refuted, and any status that is not known here, is told to nobody. */
const admitted: ReadonlySet<Status> = new Set<Status>(['plain', 'proposed', 'verified'])

/** The item of a record; undefined when nothing of it may be told. */
export function toItem(place: string, verdict: Verdict, record: MemoryRecord, until: number): Item | undefined {
  if (!admitted.has(record.status)) return undefined
  const told = verdict.sides.filter(({ body }) => body !== undefined && admitted.has(body.status))
  const sides = told.map(side => toSaying(side, record.key))
  if (sides.every(({ text }) => text === undefined)) return undefined
  const time = told
    .map(({ version }) => version.time)
    .reduce((one, other) => (compareTimestamps(one, other) < 0 ? other : one))
  const fingerprint = shortHash(JSON.stringify([record.status, sides]), 8)
  return { place, record, sides, time, fingerprint, until }
}

/**
 * What a line of a packet says of an item.
 *
 * @param length most characters of each text in it
 * @param also authors of records that say the same
 */
export function fieldsOf({ record, sides }: Item, cite: string, length: number, also: readonly string[] = []): object {
  const key = record.key === undefined ? {} : { fact: record.key }
  const { artifact } = record.metadata ?? {}
  const [only, ...others] = sides.map(side => sayingFields(side, length))
  if (others.length > 0) return { cite, ...key, conflict: [only, ...others] }
  const by = [sides[0]!.by, ...also.filter(each => each !== sides[0]!.by)].join(', ')
  return { cite, ...key, ...only, by, ...(artifact !== undefined && { artifact: true }) }
}

function toSaying({ version, body }: Side, key: string | undefined): Saying {
  const author = version.author ?? { agent: 'unknown' }
  const { validFrom, validTo } = body ?? {}
  return {
    by: author.user === undefined ? author.agent : `${author.agent} for ${author.user}`,
    at: minuteOf(version.time.ms),
    trust: trustOf(version, body),
    author,
    text: textOf(body, key),
    ...(validFrom !== undefined && { from: minuteOf(validFrom) }),
    ...(validTo !== undefined && { to: minuteOf(validTo) }),
  }
}

function trustOf(version: Version, body: RecordBody | undefined): string {
  const confidence = body?.confidence === undefined ? [] : [`confidence ${body.confidence}`]
  return [body?.status ?? 'plain', ...confidence, ...(version.bound ? [] : ['author not confirmed'])].join(', ')
}

/** A fact's value, and its wording where that says more than key and value. */
function textOf(body: RecordBody | undefined, key: string | undefined): string | undefined {
  if (body === undefined || body.type === 'tombstone') return undefined
  const content = jsonText(body.content)
  const titled = body.title === undefined ? content : `${body.title}: ${content}`
  if (body.type !== 'fact' || body.value === undefined || key === undefined) return titled
  return content === sentenceOf(key, body.value) ? jsonText(body.value) : `${jsonText(body.value)} (${titled})`
}

function jsonText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function sayingFields({ text, by, at, trust, from, to }: Saying, length: number): object {
  const said = text === undefined ? { retracted: true } : text.length <= length ? { text } : cutText(text, length)
  return { by, at, trust, ...(from && { from }), ...(to && { to }), ...said }
}

/** The beginning of a text, up to a word's end where one is near. */
export function cutText(text: string, length: number): { text: string; cut: true } {
  const start = text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
  return { text: `${start.replace(/(?<=\s)\S{0,24}$/u, '').trimEnd()} …`, cut: true }
}

/** To the minute: a packet is read by a model, and seconds are tokens. */
function minuteOf(ms: number): string {
  return `${toIso(ms).slice(0, 16)}Z`
}
