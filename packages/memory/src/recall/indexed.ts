import { RecallError } from './recall-error'

/** What recall keeps of one record: its words, the fields that filters may name, and its place in time. */
export interface Indexed {
  readonly id: string
  /** The words to be found: content, title, captions. Tags are added by recall. */
  readonly text: string
  readonly space: string
  readonly kind: string
  /** Who wrote it, by the name that questions use ("Caroline"). */
  readonly author: string
  readonly tags: readonly string[]
  /** When it was written, in ms since 1970. */
  readonly time: number
  /** Order among records of the same millisecond. */
  readonly sequence?: number
  /** Records of one run in one space are each other's context, in the order in which they were written. */
  readonly run?: string
  /** When its first version was written and the order within that ms, where that is not `time`: an edit keeps its place in the run. */
  readonly placeTime?: number
  readonly placeSequence?: number
  readonly user?: string
  readonly agent?: string
  readonly app?: string
  readonly key?: string
  readonly status?: string
  /** `quarantined`: left out unless asked for; absent for what stands. */
  readonly standing?: string
  readonly confidence?: number
  readonly importance?: number
  readonly pinned?: boolean
  /** From when on it holds, in ms; where given, it dates the record instead of `time`. */
  readonly validFrom?: number
  readonly validTo?: number
  readonly expires?: number
  /** Ids of records that say nearly the same. */
  readonly alike?: readonly string[]
}

const required = ['id', 'text', 'space', 'kind', 'author'] as const
const optional = ['run', 'user', 'agent', 'app', 'key', 'status', 'standing'] as const
const numbers = [
  'sequence',
  'placeTime',
  'placeSequence',
  'confidence',
  'importance',
  'validFrom',
  'validTo',
  'expires',
] as const

/**
 * A frozen copy with the known fields only, so that nobody can change what the index was built from.
 *
 * @throws RecallError `record-invalid` for a missing or wrongly typed field
 */
export function freezeIndexed(record: Indexed): Indexed {
  for (const field of required) checkString(record, field)
  for (const field of optional) if (record[field] !== undefined) checkString(record, field)
  checkNumber(record, 'time')
  for (const field of numbers) if (record[field] !== undefined) checkNumber(record, field)
  if (!Array.isArray(record.tags) || record.tags.some(tag => typeof tag !== 'string')) {
    throw invalid(record, 'tags', 'an array of strings')
  }
  return sealIndexed({ ...record, tags: record.tags.length === 0 ? noTags : Object.freeze([...record.tags]) })
}

/** A frozen record with the known fields only, its tags as they are: of what was checked before. */
export function sealIndexed(record: Indexed): Indexed {
  // Every field in one order, so that engines read all records by one shape.
  return Object.freeze({
    id: record.id,
    text: record.text,
    space: record.space,
    kind: record.kind,
    author: record.author,
    tags: record.tags,
    time: record.time,
    sequence: record.sequence,
    run: record.run,
    placeTime: record.placeTime,
    placeSequence: record.placeSequence,
    user: record.user,
    agent: record.agent,
    app: record.app,
    key: record.key,
    status: record.status,
    standing: record.standing,
    confidence: record.confidence,
    importance: record.importance,
    pinned: record.pinned === true,
    validFrom: record.validFrom,
    validTo: record.validTo,
    expires: record.expires,
    alike: record.alike,
  })
}

const noTags: readonly string[] = Object.freeze([])

/** Whether two frozen records say the same, so that indexing again would change nothing. */
export function sameIndexed(one: Indexed, other: Indexed): boolean {
  for (const field of [...required, ...optional, ...numbers, 'time', 'pinned'] as const) {
    if (one[field] !== other[field]) return false
  }
  return sameList(one.tags, other.tags) && sameList(one.alike ?? noTags, other.alike ?? noTags)
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, at) => each === other[at])
}

/** When the record's matter took place, as far as known: the start of its validity, else its writing; in ms. */
export function momentOf(record: Indexed): number {
  return record.validFrom ?? record.time
}

function checkString(record: Indexed, field: (typeof required | typeof optional)[number]): void {
  const value: unknown = record[field]
  if (typeof value !== 'string' || (value === '' && field !== 'text'))
    throw invalid(record, field, 'a non-empty string')
}

function checkNumber(record: Indexed, field: 'time' | (typeof numbers)[number]): void {
  const value: unknown = record[field]
  if (typeof value !== 'number' || !Number.isFinite(value)) throw invalid(record, field, 'a finite number')
}

function invalid(record: Indexed, field: string, wanted: string): RecallError {
  return new RecallError(
    'record-invalid',
    `record ${JSON.stringify(record.id)} cannot be indexed: ${field} is not ${wanted}`,
    {
      hint: `give ${field} as ${wanted}`,
    },
  )
}
