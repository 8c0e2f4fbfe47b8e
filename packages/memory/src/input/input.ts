import { checkName } from '@commonplace/protocol'
import * as v from 'valibot'
import { CommonplaceError } from '../errors'
import { type Instant, parseDuration, toMs } from '../model'
import { isPlainObject } from '../model/json'
import type { Unchanging } from './unchanging'
import { UnfitInput } from './unfit-input'

/** A name in Unicode normalisation form C, so that names that look alike are alike. */
export const name = v.pipe(
  v.string(),
  v.normalize('NFC'),
  v.check(isName, 'expected 1 to 256 bytes of text without control characters'),
)
// biome-ignore lint/style/noRestrictedGlobals: it says what a caller may pass, and asks no clock
const instant = v.union([v.instance(Date), v.string(), v.number()])
export const time = v.pipe(instant, v.check(isTime, 'expected a Date, an ISO 8601 text or milliseconds'))
export const expiry = v.pipe(
  instant,
  v.check(value => isTime(value) || isDuration(value), "expected a duration like '30d', or a time"),
)
export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
export const plainObject = v.custom<Record<string, unknown>>(isPlainObject, 'expected a plain object')
const source = v.strictObject({
  type: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  name: v.optional(v.pipe(v.string(), v.maxLength(256))),
  uri: v.optional(v.pipe(v.string(), v.maxLength(2048))),
})

/** What something is made from, by id; whether these can be ids is looked at where they are written down. */
export const sources = v.optional(
  v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(512))), v.maxLength(256)),
)

export const signal = v.optional(v.instance(AbortSignal))
export const consistency = v.optional(v.picklist(['local', 'relay']))
/** Whether a choice keeps to the bound user and app. */
export const breadth = v.optional(v.picklist(['own', 'all']))

/** What every write may say of what it writes. */
export const common = {
  space: v.optional(name),
  tags: v.optional(v.pipe(v.array(name), v.maxLength(64))),
  title: v.optional(v.pipe(v.string(), v.maxLength(512))),
  derivedFrom: sources,
  source: v.optional(source),
  confidence: v.optional(share),
  importance: v.optional(share),
  pinned: v.optional(v.boolean()),
  sensitivity: v.optional(v.picklist(['public', 'internal', 'confidential', 'restricted'])),
  validFrom: v.optional(time),
  validTo: v.optional(time),
  expires: v.optional(expiry),
  metadata: v.optional(plainObject),
  run: v.optional(name),
  consistency,
  signal,
}
const scopeName = v.optional(v.union([name, v.null()]))
/** Names of a scope; null takes one away. */
export const scopeNames = { user: scopeName, agent: scopeName, run: scopeName, app: scopeName }
/** How old what a read shows may be; see `docs/consistency.md`. */
export const freshness = {
  maxStaleness: v.optional(v.custom<string | number>(isDuration, "expected a duration like '5s'")),
  signal,
}

export const kind = v.picklist(
  ['episodic', 'semantic', 'procedural'],
  "expected 'episodic', 'semantic' or 'procedural'; what is in hand only goes to memory.working.set",
)

export const addOptions = v.strictObject({
  ...common,
  kind: v.optional(kind),
  status: v.optional(v.picklist(['plain', 'proposed'])),
  scope: v.optional(v.strictObject(scopeNames)),
})
/** Also `claimed`: under the lease of what is written, see `docs/work.md`. */
export const claimable = v.optional(v.picklist(['local', 'relay', 'claimed']))

export const spaceOptions = v.strictObject({ visibility: v.optional(v.picklist(['shared', 'private'])) })
export const waitOptions = v.strictObject({ signal })
export const flushOptions = v.strictObject({ space: v.optional(name), ...waitOptions.entries })
export const waitTier = v.picklist(['memory', 'local', 'relay'])
export const flushTier = v.picklist(['local', 'relay'])
export const eventName = v.picklist([
  'change',
  'durable',
  'conflict',
  'resolved',
  'flip-flop',
  'quarantined',
  'overlapped',
  'refused',
  'progress',
  'error',
])
export const listener = v.custom<(...args: never[]) => unknown>(
  given => typeof given === 'function',
  'expected a function',
)
export const searchOptions = v.strictObject({
  ...freshness,
  limit: v.optional(v.union([v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(400)), v.literal('auto')])),
  filter: v.optional(plainObject),
  scope: breadth,
  hops: v.optional(v.union([v.literal(1), v.literal(2)])),
  prefix: v.optional(v.boolean()),
  asOf: v.optional(time),
  signal,
})
export const workingOptions = v.strictObject({ shown: v.optional(v.boolean()), expires: v.optional(expiry) })
export const getOptions = v.strictObject({ asOf: v.optional(time), ...freshness })
export const listOptions = v.strictObject({
  ...freshness,
  asOf: v.optional(time),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  filter: v.optional(plainObject),
  scope: breadth,
})

/** What `memory.add` takes beside the text; `scope` in place of the bound names, null for none. A time is a Date, an ISO 8601 text or milliseconds since 1970. */
export type AddOptions = Unchanging<v.InferInput<typeof addOptions>>
/** What `memory.sync.flush` takes beside the tier. */
export type FlushOptions = Unchanging<v.InferInput<typeof flushOptions>>
/** What `memory.search` takes beside the question. */
export type SearchOptions = Unchanging<v.InferInput<typeof searchOptions>>
export type WorkingOptions = Unchanging<v.InferInput<typeof workingOptions>>
/** What `memory.get` takes beside the id. */
export type GetOptions = Unchanging<v.InferInput<typeof getOptions>>
/** What `memory.getAll` takes. */
export type ListOptions = Unchanging<v.InferInput<typeof listOptions>>

/**
 * Outside input checked at the door: `who`, `what` and `subject` name the caller, the verb and the input in the error.
 *
 * @throws CommonplaceError `invalid-input`; the reason of a signal that is aborted already, so that nothing begins
 */
export function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  who: string,
  what: string,
  subject = 'an option',
): v.InferOutput<Schema> {
  const call = `agent "${who}" called ${what} with ${subject} that does not fit`
  const result = parsed(schema, input, call)
  if (result.success) {
    if (schema.type !== 'custom') (result.output as { signal?: AbortSignal } | undefined)?.signal?.throwIfAborted()
    return result.output
  }
  throw new UnfitInput(call, { schema, issues: result.issues, input, subject })
}

/** @throws CommonplaceError `invalid-input` for what cannot even be looked at: a getter that throws, a proxy that was revoked */
function parsed<Schema extends v.GenericSchema>(schema: Schema, input: unknown, call: string) {
  try {
    if (schema.type !== 'strict_object') return v.safeParse(schema, input)
    // For valibot a list, a Date, a Map or a promise without names of its own is an object without names.
    const result = v.safeParse(schema, other(input) || input)
    const given = input as Record<string, unknown>
    const taken = result.output as Record<string, unknown>
    const odd = result.success && Object.keys(taken).find(at => !other(taken[at]) && other(given[at]))
    return odd ? v.safeParse(schema, { ...given, [odd]: null }) : result
  } catch (cause) {
    throw new CommonplaceError('invalid-input', `${call}: reading it failed`, { hint: 'pass plain values', cause })
  }
}

/** The class of an object that is more than names and values, such as `Date`; an object of a module or of a caller's class is not. */
const other = (value: unknown) =>
  typeof value === 'object' && /t (?!Null|Object|Module)(\w+)/.exec(Object.prototype.toString.call(value))?.[1]

/** A text that must not be empty. @param as what it is given as, where a call takes several texts: ` as its reason` */
export function checkedText(value: unknown, who: string, what: string, as = ''): string {
  if (typeof value === 'string' && value.trim().length > 0) return value
  const given = typeof value === 'string' ? 'an empty' : 'no'
  throw new CommonplaceError('invalid-input', `agent "${who}" called ${what} with ${given} text${as}`, {
    hint: 'pass a text that is not empty',
  })
}

function isName(value: string): boolean {
  try {
    checkName(value, 'name')
    return true
  } catch {
    return false
  }
}

export function isTime(value: Instant | string | number): boolean {
  try {
    toMs(value)
    return true
  } catch {
    return false
  }
}

export function isDuration(value: unknown): boolean {
  try {
    if (typeof value !== 'string' && typeof value !== 'number') return false
    parseDuration(value)
    return true
  } catch {
    return false
  }
}
