import { checkName } from '@commonplace/protocol'
import * as v from 'valibot'
import { CommonplaceError } from '../errors'
import { type Instant, parseDuration, toMs } from '../model'
import { isPlainObject } from '../model/json'
import { misfit } from './misfit'

/** A name in Unicode normalisation form C, so that names that look alike are alike. */
export const name = v.pipe(
  v.string(),
  v.normalize('NFC'),
  v.check(isName, 'expected 1 to 256 bytes of text without control characters'),
)
export const time = v.pipe(
  v.union([v.date(), v.string(), v.number()]),
  v.check(isTime, 'expected a Date, an ISO 8601 text or milliseconds'),
)
export const expiry = v.pipe(
  v.union([v.date(), v.string(), v.number()]),
  v.check(value => isTime(value) || isDuration(value), "expected a duration like '30d', or a time"),
)
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
export const plainObject = v.custom<Record<string, unknown>>(isPlainObject, 'expected a plain object')
const source = v.strictObject({
  type: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  name: v.optional(v.pipe(v.string(), v.maxLength(256))),
  uri: v.optional(v.pipe(v.string(), v.maxLength(2048))),
})

const common = {
  space: v.optional(name),
  tags: v.optional(v.pipe(v.array(name), v.maxLength(64))),
  title: v.optional(v.pipe(v.string(), v.maxLength(512))),
  derivedFrom: v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(512))), v.maxLength(256))),
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
  consistency: v.optional(v.picklist(['local', 'relay'])),
  signal: v.optional(v.instance(AbortSignal)),
}
/** How old what a read shows may be; see `docs/consistency.md`. */
const freshness = {
  maxStaleness: v.optional(v.custom<string | number>(isDuration, "expected a duration like '5s'")),
  signal: v.optional(v.instance(AbortSignal)),
}
const value = v.custom<unknown>(given => given !== undefined, 'expected a JSON value, null included')

const kind = v.picklist(
  ['episodic', 'semantic', 'procedural'],
  "expected 'episodic', 'semantic' or 'procedural'; what is in hand only goes to memory.working.set",
)

export const addOptions = v.strictObject({
  ...common,
  kind: v.optional(kind),
  status: v.optional(v.picklist(['plain', 'proposed'])),
})
/** Also `claimed`: under the lease of what is written, see `docs/work.md`. */
const claimable = v.optional(v.picklist(['local', 'relay', 'claimed']))

/** `artifacts.put` */
export const putOptions = v.strictObject({
  ...common,
  kind: v.optional(kind),
  status: v.optional(v.picklist(['plain', 'proposed'])),
  summary: v.pipe(v.string(), v.minLength(1)),
  type: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(128))),
})

export const updateOptions = v.strictObject({
  ...common,
  consistency: claimable,
  space: v.optional(v.undefined()),
  content: v.optional(v.pipe(v.string(), v.minLength(1))),
  kind: v.optional(kind),
})
export const assertOptions = v.strictObject({
  ...common,
  consistency: claimable,
  content: v.optional(v.pipe(v.string(), v.minLength(1))),
  evidence: v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(512))), v.maxLength(256))),
})
export const neighbourOptions = v.strictObject({
  hops: v.optional(v.union([v.literal(1), v.literal(2)])),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000))),
  filter: v.optional(plainObject),
  scope: v.optional(v.picklist(['own', 'all'])),
})
export const importOptions = v.strictObject({
  format: v.optional(v.picklist(['commonplace', 'mem0', 'mcp-memory', 'markdown'])),
  space: v.optional(name),
  onProgress: v.optional(
    v.custom<(progress: { readonly done: number; readonly total: number }) => void>(
      given => typeof given === 'function',
      'expected a function',
    ),
  ),
  signal: v.optional(v.instance(AbortSignal)),
})
export const finding = v.picklist(['verified', 'refuted'])
export const validateOptions = v.strictObject({
  evidence: v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(512))), v.maxLength(256))),
  reason: v.optional(v.pipe(v.string(), v.maxLength(2048))),
  consistency: v.optional(v.picklist(['local', 'relay'])),
  signal: v.optional(v.instance(AbortSignal)),
})
export const rollbackOptions = v.strictObject({
  agent: name,
  since: time,
  reason: v.pipe(v.string(), v.minLength(1), v.maxLength(2048)),
  space: v.optional(name),
  dryRun: v.optional(v.boolean()),
})
export const resolveOptions = v.strictObject({
  space: v.optional(name),
  reason: v.optional(v.pipe(v.string(), v.maxLength(2048))),
  consistency: claimable,
  signal: v.optional(v.instance(AbortSignal)),
})
export const resolution = v.union(
  [v.strictObject({ side: v.string() }), v.strictObject({ value })],
  'expected { side } with the id of a side, or { value }',
)
export const spaceChoice = v.strictObject({ space: v.optional(name) })
export const factQuery = v.strictObject({ space: v.optional(name), asOf: v.optional(time), ...freshness })
export const duplicateOptions = v.strictObject({
  space: v.optional(name),
  prefix: v.optional(v.string()),
  threshold: v.optional(share),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
})
export const factListOptions = v.strictObject({
  space: v.optional(name),
  prefix: v.optional(v.string()),
  asOf: v.optional(time),
})
export const spaceOptions = v.strictObject({ visibility: v.optional(v.picklist(['shared', 'private'])) })
export const writeOptions = v.strictObject({ consistency: claimable, signal: v.optional(v.instance(AbortSignal)) })
export const waitOptions = v.strictObject({ signal: v.optional(v.instance(AbortSignal)) })
export const waitTier = v.picklist(['memory', 'local', 'relay'])
export const flushTier = v.picklist(['local', 'relay'])
export const refusedWrite = v.object({ space: name, number: v.number() })
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
  scope: v.optional(v.picklist(['own', 'all'])),
  hops: v.optional(v.union([v.literal(1), v.literal(2)])),
  prefix: v.optional(v.boolean()),
  asOf: v.optional(time),
  signal: v.optional(v.instance(AbortSignal)),
})
export const contextOptions = v.strictObject({
  ...freshness,
  query: v.string(),
  budget: v.optional(v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(1_000_000)), 1_000),
  since: v.optional(v.string()),
  asOf: v.optional(time),
  working: v.optional(v.boolean()),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(400))),
  filter: v.optional(plainObject),
  scope: v.optional(v.picklist(['own', 'all'])),
  signal: v.optional(v.instance(AbortSignal)),
})
export const workingOptions = v.strictObject({ shown: v.optional(v.boolean()), expires: v.optional(expiry) })
export const compactOptions = v.strictObject({
  space: v.optional(name),
  dryRun: v.optional(v.boolean()),
  signal: v.optional(v.instance(AbortSignal)),
})
export const getOptions = v.strictObject({ asOf: v.optional(time), ...freshness })
export const listOptions = v.strictObject({
  ...freshness,
  asOf: v.optional(time),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  filter: v.optional(plainObject),
  scope: v.optional(v.picklist(['own', 'all'])),
})

export type WriteOptions = v.InferInput<typeof writeOptions>
export type FactListOptions = v.InferInput<typeof factListOptions>
export type PutOptions = v.InferInput<typeof putOptions>
export type AddOptions = v.InferInput<typeof addOptions>
export type UpdateOptions = v.InferInput<typeof updateOptions>
export type AssertOptions = v.InferInput<typeof assertOptions>
export type ResolveOptions = v.InferInput<typeof resolveOptions>
export type FactQuery = v.InferInput<typeof factQuery>
export type DuplicateOptions = v.InferInput<typeof duplicateOptions>
export type NeighbourOptions = v.InferInput<typeof neighbourOptions>
export type ImportOptions = v.InferInput<typeof importOptions>
export type ValidateOptions = v.InferInput<typeof validateOptions>
export type RollbackOptions = v.InferInput<typeof rollbackOptions>
export type SearchOptions = v.InferInput<typeof searchOptions>
export type ContextOptions = v.InferInput<typeof contextOptions>
export type WorkingOptions = v.InferInput<typeof workingOptions>
export type CompactOptions = v.InferInput<typeof compactOptions>
export type GetOptions = v.InferInput<typeof getOptions>
export type ListOptions = v.InferInput<typeof listOptions>

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
  // For valibot an empty list is an object without names.
  const result = v.safeParse(schema, schema.type === 'strict_object' && Array.isArray(input) ? null : input)
  if (result.success) {
    ;(result.output as { signal?: AbortSignal } | undefined)?.signal?.throwIfAborted()
    return result.output
  }
  const { problem, hint } = misfit(schema, result.issues, input, subject)
  const message = `agent "${who}" called ${what} with ${subject} that does not fit: ${problem}`
  throw new CommonplaceError('invalid-input', message, { hint })
}

/** A text that must not be empty. */
export function checkedText(value: unknown, who: string, what: string): string {
  if (typeof value === 'string' && value.trim().length > 0) return value
  throw new CommonplaceError(
    'invalid-input',
    `agent "${who}" called ${what} with ${value === '' ? 'an empty text' : `a ${typeof value}`}`,
    {
      hint: 'pass a text that is not empty',
    },
  )
}

function isName(value: string): boolean {
  try {
    checkName(value, 'name')
    return true
  } catch {
    return false
  }
}

function isTime(value: Instant | string | number): boolean {
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
