import { originsOf, type RecordBody, toDate, type Version } from '../model'
import type { Space } from '../space/space'
import { printed } from './printed'
import { reachedByRecord } from './reached-by-record'
import type { MemoryRecord } from './record'
import type { Standings } from './standings'

/** What the fields of a record that are read anew each time are read from. */
export interface Source {
  readonly space: Space
  readonly shown: Version
  readonly body: RecordBody
  readonly standings: Standings
}

/**
 * Where a record was read from. With it the getters of all records are the same functions; functions of its own would make
 * each record a dictionary of 2 kB in V8, and so it is 240 bytes. A symbol rather than a private field, so that they work
 * for what stands for a record, too: a proxy, an object made from it.
 */
const source = Symbol('source')

interface Sourced {
  readonly [source]: Source
}

const live = (read: (source: Source) => unknown): PropertyDescriptor => ({
  enumerable: true,
  get(this: Sourced) {
    return read(this[source])
  },
})

// Whoever holds a Date can change it, frozen object or not, so each reading gives a new one.
const time = (field: 'validFrom' | 'validTo' | 'expires') => live(({ body }) => toDate(Number(body[field])))

const always: PropertyDescriptorMap = {
  ...printed,
  time: live(({ shown }) => toDate(shown.time.ms)),
  trust: live(({ space, shown, standings }) => standings.trustOf(space, shown)),
  origins: live(({ space, shown, standings }) => originsOf(standings.taintOf(space, shown))),
  supports: live(({ space, shown, standings }) => standings.supportsOf(space, shown)),
  durability: live(({ space, shown }) => space.tierOf(shown.entry.dot)),
  durable: {
    get(this: MemoryRecord & Sourced): MemoryRecord['durable'] {
      const { id } = this
      const { space, shown } = this[source]
      return (tier, options = {}) => reachedByRecord(space, shown.entry.dot, id, tier, options)
    },
  },
}
const times = { validFrom: time('validFrom'), validTo: time('validTo'), expires: time('expires') }

/** Adds to a record what is read anew each time, and freezes it. */
export function withLiveFields(record: Partial<MemoryRecord>, from: Source): MemoryRecord {
  Object.defineProperty(record, source, { value: from })
  Object.defineProperties(record, always)
  for (const field of ['validFrom', 'validTo', 'expires'] as const)
    if (from.body[field] !== undefined) Object.defineProperty(record, field, times[field])
  return Object.freeze(record as MemoryRecord)
}

/**
 * The same record with some fields changed, those that are undefined left out. What is changed may be meant to be hidden,
 * so nothing leads from the new record to where it was read from.
 */
export function recordWith(record: MemoryRecord, changes: Partial<MemoryRecord>): MemoryRecord {
  const { [source]: _, ...parts } = Object.getOwnPropertyDescriptors(record) as PropertyDescriptorMap & Partial<Sourced>
  for (const [field, { get, enumerable }] of Object.entries(parts))
    if (get) parts[field] = { get: () => get.call(record), enumerable }
  for (const [field, value] of Object.entries(changes)) {
    if (value === undefined) delete parts[field]
    else parts[field] = { value, enumerable: true }
  }
  return Object.freeze(Object.defineProperties({} as MemoryRecord, parts))
}
