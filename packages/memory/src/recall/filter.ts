import { type Instant, toMs } from '../model/instant'
import {
  type ColumnField,
  columnFields,
  type FieldClause,
  type Filterable,
  type FilterField,
  filterFields,
} from './filter-fields'
import { RecallError } from './recall-error'

/** A Date, an ISO string or ms. */
export type FilterInstant = number | string | { valueOf(): number }
/** Both ends belong to the range; one may be left open. */
export interface FilterRange {
  readonly from?: FilterInstant
  readonly to?: FilterInstant
}
export type FilterValue = string | number | null

/**
 * Which records are meant. All fields given must hold; an array means any of its values; `null` means that the record has
 * no such field; `tags` holds if the record has one of the tags. `{}` admits everything, an empty array nothing.
 */
export type Filter = { readonly [Field in FilterField]?: FilterValue | readonly FilterValue[] | FilterRange } & {
  readonly and?: readonly Filter[]
  readonly or?: readonly Filter[]
  readonly not?: Filter
}

export interface CompiledFilter {
  /** Decides alone, whatever an index says. */
  matches(record: Filterable): boolean
  /** Necessary conditions that an index with columns can narrow by; `matches` implies each of them. */
  readonly clauses: readonly FieldClause[]
}

const deepest = 16
const longestList = 1_000
const inColumns: ReadonlySet<string> = new Set(columnFields)

/**
 * Checks a filter and turns it into a predicate.
 *
 * @throws RecallError `filter-invalid` naming the field and what it wants: unknown fields, undefined values, wrong types
 * @example
 * compileFilter({ user: ['ada', null], kind: 'episodic', time: { from: 1_700_000_000_000 } }).matches(record)
 */
export function compileFilter(filter: Filter): CompiledFilter {
  const clauses: FieldClause[] = []
  const matches = compile(filter, { path: 'filter', depth: 0, clauses })
  return { matches, clauses }
}

type Predicate = (record: Filterable) => boolean

interface Place {
  readonly path: string
  readonly depth: number
  /** Collects what must hold of every match; undefined below `or` and `not`, where nothing must. */
  readonly clauses: FieldClause[] | undefined
}

function compile(filter: unknown, place: Place): Predicate {
  if (place.depth > deepest) throw refused(place.path, `is nested more than ${deepest} deep`, 'flatten it')
  const predicates: Predicate[] = []
  for (const [name, value] of Object.entries(plainObject(filter, place.path))) {
    const path = `${place.path}.${name}`
    const below = { ...place, path, depth: place.depth + 1, clauses: name === 'and' ? place.clauses : undefined }
    if (name === 'and' || name === 'or') {
      const parts = listOf(value, path).map((part, at) => compile(part, { ...below, path: `${path}[${at}]` }))
      predicates.push(name === 'and' ? all(parts) : record => parts.some(part => part(record)))
    } else if (name === 'not') {
      const part = compile(value, below)
      predicates.push(record => !part(record))
    } else {
      predicates.push(compileField(name, value, { ...place, path }))
    }
  }
  return all(predicates)
}

function all(predicates: Predicate[]): Predicate {
  if (predicates.length === 1) return predicates[0]!
  return record => {
    for (const predicate of predicates) if (!predicate(record)) return false
    return true
  }
}

function compileField(name: string, value: unknown, place: Place): Predicate {
  const kind = filterFields.get(name)
  if (kind === undefined) {
    const known = [...filterFields.keys(), 'and', 'or', 'not'].join(', ')
    throw refused(place.path, 'is no field of records', `filter by ${known}`)
  }
  const field = name as FilterField
  if (isPlain(value)) return compileRange(field, value, place)
  const list = Array.isArray(value) ? listOf(value, place.path) : [value]
  const wanted = new Set(list.map(each => (each === null ? null : checkValue(each, field, place.path))))
  if (inColumns.has(field)) {
    place.clauses?.push({ field: field as ColumnField, values: wanted as ReadonlySet<string | null> })
  }
  if (kind === 'names') {
    return record => {
      const held = record[field] as readonly string[] | undefined
      return held === undefined || held.length === 0 ? wanted.has(null) : held.some(each => wanted.has(each))
    }
  }
  if (wanted.size === 1) {
    const [only] = wanted
    return record => (record[field] ?? null) === only
  }
  return record => wanted.has((record[field] ?? null) as FilterValue)
}

function compileRange(field: FilterField, range: object, place: Place): Predicate {
  const kind = filterFields.get(field)
  if (kind !== 'number' && kind !== 'instant') {
    throw refused(place.path, 'holds names, so it has no range', 'give a value or an array of values')
  }
  let from = Number.NEGATIVE_INFINITY
  let to = Number.POSITIVE_INFINITY
  for (const [end, value] of Object.entries(range)) {
    const checked = checkValue(value, field, `${place.path}.${end}`) as number
    if (end === 'from') from = checked
    else if (end === 'to') to = checked
    else throw refused(`${place.path}.${end}`, 'is unknown', 'a range is { from, to }')
  }
  if (Object.keys(range).length === 0) throw refused(place.path, 'is an empty range', 'give from, to or both')
  return record => {
    const held = record[field] as number | undefined
    return held !== undefined && held >= from && held <= to
  }
}

function checkValue(value: unknown, field: FilterField, path: string): string | number {
  const kind = filterFields.get(field)
  const missing = 'leave the field out, or use null for records that have none'
  if (kind === 'name' || kind === 'names') {
    if (typeof value !== 'string') throw refused(path, `is ${describe(value)}, not a string`, missing)
    return value
  }
  if (kind === 'instant') return readInstant(value, path)
  if (typeof value !== 'number' || Number.isNaN(value)) {
    throw refused(path, `is ${describe(value)}, not a number`, missing)
  }
  return value
}

function readInstant(value: unknown, path: string): number {
  try {
    // A Date made of null is 1970.
    return toMs((value ?? Number.NaN) as Instant)
  } catch (cause) {
    throw refused(path, `is ${describe(value)}, not an instant`, 'give a Date, an ISO string or ms', cause)
  }
}

function listOf(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) throw refused(path, `is ${describe(value)}, not an array`, 'give an array')
  if (value.length > longestList) throw refused(path, `has ${value.length} entries`, `give at most ${longestList}`)
  return value
}

function plainObject(value: unknown, path: string): object {
  if (isPlain(value)) return value
  throw refused(path, `is ${describe(value)}, not a plain object`, 'a filter is an object literal of fields')
}

/** Objects with a prototype of their own could hide fields, so they are refused. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `${typeof value} ${String(value)}`
}

function refused(path: string, what: string, hint: string, cause?: unknown): RecallError {
  return new RecallError('filter-invalid', `${path} ${what}`, { hint, cause })
}
