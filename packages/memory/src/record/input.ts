import { checkName } from '@commonplace/protocol'
import * as z from 'zod/mini'
import { CommonplaceError } from '../errors'
import { type Instant, parseDuration, toMs } from '../model'
import { isPlainObject } from '../model/json'
import { misfit } from './misfit'

/** A name in Unicode normalisation form C, so that names that look alike are alike. */
export const name = z
  .string()
  .check(z.normalize('NFC'), z.refine(isName, { error: 'expected 1 to 256 bytes of text without control characters' }))
export const time = z
  .union([z.date(), z.string(), z.number()])
  .check(z.refine(isTime, { error: 'expected a Date, an ISO 8601 text or milliseconds' }))
export const expiry = z
  .union([z.date(), z.string(), z.number()])
  .check(z.refine(value => isTime(value) || isDuration(value), { error: "expected a duration like '30d', or a time" }))
const share = z.number().check(z.minimum(0), z.maximum(1))
const plainObject = z.custom<Record<string, unknown>>(isPlainObject, { error: 'expected a plain object' })
const source = z.strictObject({
  type: z.string().check(z.minLength(1), z.maxLength(256)),
  name: z.optional(z.string().check(z.maxLength(256))),
  uri: z.optional(z.string().check(z.maxLength(2048))),
})

const common = {
  space: z.optional(name),
  tags: z.optional(z.array(name).check(z.maxLength(64))),
  title: z.optional(z.string().check(z.maxLength(512))),
  derivedFrom: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(512))).check(z.maxLength(256))),
  source: z.optional(source),
  confidence: z.optional(share),
  importance: z.optional(share),
  pinned: z.optional(z.boolean()),
  sensitivity: z.optional(z.enum(['public', 'internal', 'confidential', 'restricted'])),
  validFrom: z.optional(time),
  validTo: z.optional(time),
  expires: z.optional(expiry),
  metadata: z.optional(plainObject),
  run: z.optional(name),
  consistency: z.optional(z.enum(['local', 'relay'])),
  signal: z.optional(z.instanceof(AbortSignal)),
}
/** How old what a read shows may be; see `docs/consistency.md`. */
const freshness = {
  maxStaleness: z.optional(
    z.union([z.string(), z.number()]).check(z.refine(isDuration, { error: "expected a duration like '5s'" })),
  ),
  signal: z.optional(z.instanceof(AbortSignal)),
}
const value = z.custom<unknown>(given => given !== undefined, { error: 'expected a JSON value, null included' })

const kind = z.enum(['episodic', 'semantic', 'procedural'], {
  error: "expected 'episodic', 'semantic' or 'procedural'; what is in hand only goes to memory.working.set",
})

export const addOptions = z.strictObject({
  ...common,
  kind: z.optional(kind),
  status: z.optional(z.enum(['plain', 'proposed'])),
})
/** Also `claimed`: under the lease of what is written, see `docs/work.md`. */
const claimable = z.optional(z.enum(['local', 'relay', 'claimed']))

/** `artifacts.put` */
export const putOptions = z.strictObject({
  ...common,
  kind: z.optional(kind),
  status: z.optional(z.enum(['plain', 'proposed'])),
  summary: z.string().check(z.minLength(1)),
  type: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
})

export const updateOptions = z.strictObject({
  ...common,
  consistency: claimable,
  space: z.optional(z.undefined()),
  content: z.optional(z.string().check(z.minLength(1))),
  kind: z.optional(kind),
})
export const assertOptions = z.strictObject({
  ...common,
  consistency: claimable,
  content: z.optional(z.string().check(z.minLength(1))),
  evidence: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(512))).check(z.maxLength(256))),
})
export const neighbourOptions = z.strictObject({
  hops: z.optional(z.union([z.literal(1), z.literal(2)])),
  limit: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(1_000))),
  filter: z.optional(plainObject),
  scope: z.optional(z.enum(['own', 'all'])),
})
export const importOptions = z.strictObject({
  format: z.optional(z.enum(['commonplace', 'mem0', 'mcp-memory', 'markdown'])),
  space: z.optional(name),
  onProgress: z.optional(
    z.custom<(progress: { readonly done: number; readonly total: number }) => void>(
      given => typeof given === 'function',
      { error: 'expected a function' },
    ),
  ),
  signal: z.optional(z.instanceof(AbortSignal)),
})
export const finding = z.enum(['verified', 'refuted'])
export const validateOptions = z.strictObject({
  evidence: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(512))).check(z.maxLength(256))),
  reason: z.optional(z.string().check(z.maxLength(2048))),
  consistency: z.optional(z.enum(['local', 'relay'])),
  signal: z.optional(z.instanceof(AbortSignal)),
})
export const rollbackOptions = z.strictObject({
  agent: name,
  since: time,
  reason: z.string().check(z.minLength(1), z.maxLength(2048)),
  space: z.optional(name),
  dryRun: z.optional(z.boolean()),
})
export const resolveOptions = z.strictObject({
  space: z.optional(name),
  reason: z.optional(z.string().check(z.maxLength(2048))),
  consistency: claimable,
  signal: z.optional(z.instanceof(AbortSignal)),
})
export const resolution = z.union([z.strictObject({ side: z.string() }), z.strictObject({ value })], {
  error: 'expected { side } with the id of a side, or { value }',
})
export const spaceChoice = z.strictObject({ space: z.optional(name) })
export const factQuery = z.strictObject({ space: z.optional(name), asOf: z.optional(time), ...freshness })
export const duplicateOptions = z.strictObject({
  space: z.optional(name),
  prefix: z.optional(z.string()),
  threshold: z.optional(share),
  limit: z.optional(z.number().check(z.int(), z.minimum(1))),
})
export const factListOptions = z.strictObject({
  space: z.optional(name),
  prefix: z.optional(z.string()),
  asOf: z.optional(time),
})
export const spaceOptions = z.strictObject({ visibility: z.optional(z.enum(['shared', 'private'])) })
export const writeOptions = z.strictObject({ consistency: claimable, signal: z.optional(z.instanceof(AbortSignal)) })
export const waitOptions = z.strictObject({ signal: z.optional(z.instanceof(AbortSignal)) })
export const waitTier = z.enum(['memory', 'local', 'relay'])
export const flushTier = z.enum(['local', 'relay'])
export const refusedWrite = z.object({ space: name, number: z.number() })
export const eventName = z.enum([
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
export const listener = z.custom<(...args: never[]) => unknown>(given => typeof given === 'function', {
  error: 'expected a function',
})
export const searchOptions = z.strictObject({
  ...freshness,
  limit: z.optional(z.union([z.number().check(z.int(), z.minimum(1), z.maximum(400)), z.literal('auto')])),
  filter: z.optional(plainObject),
  scope: z.optional(z.enum(['own', 'all'])),
  hops: z.optional(z.union([z.literal(1), z.literal(2)])),
  prefix: z.optional(z.boolean()),
  asOf: z.optional(time),
  signal: z.optional(z.instanceof(AbortSignal)),
})
export const contextOptions = z.strictObject({
  ...freshness,
  query: z.string(),
  budget: z._default(z.number().check(z.int(), z.minimum(64), z.maximum(1_000_000)), 1_000),
  since: z.optional(z.string()),
  asOf: z.optional(time),
  working: z.optional(z.boolean()),
  limit: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(400))),
  filter: z.optional(plainObject),
  scope: z.optional(z.enum(['own', 'all'])),
  signal: z.optional(z.instanceof(AbortSignal)),
})
export const workingOptions = z.strictObject({ shown: z.optional(z.boolean()), expires: z.optional(expiry) })
export const compactOptions = z.strictObject({
  space: z.optional(name),
  dryRun: z.optional(z.boolean()),
  signal: z.optional(z.instanceof(AbortSignal)),
})
export const getOptions = z.strictObject({ asOf: z.optional(time), ...freshness })
export const listOptions = z.strictObject({
  ...freshness,
  asOf: z.optional(time),
  limit: z.optional(z.number().check(z.int(), z.minimum(1))),
  filter: z.optional(plainObject),
  scope: z.optional(z.enum(['own', 'all'])),
})

export type WriteOptions = z.input<typeof writeOptions>
export type FactListOptions = z.input<typeof factListOptions>
export type PutOptions = z.input<typeof putOptions>
export type AddOptions = z.input<typeof addOptions>
export type UpdateOptions = z.input<typeof updateOptions>
export type AssertOptions = z.input<typeof assertOptions>
export type ResolveOptions = z.input<typeof resolveOptions>
export type FactQuery = z.input<typeof factQuery>
export type DuplicateOptions = z.input<typeof duplicateOptions>
export type NeighbourOptions = z.input<typeof neighbourOptions>
export type ImportOptions = z.input<typeof importOptions>
export type ValidateOptions = z.input<typeof validateOptions>
export type RollbackOptions = z.input<typeof rollbackOptions>
export type SearchOptions = z.input<typeof searchOptions>
export type ContextOptions = z.input<typeof contextOptions>
export type WorkingOptions = z.input<typeof workingOptions>
export type CompactOptions = z.input<typeof compactOptions>
export type GetOptions = z.input<typeof getOptions>
export type ListOptions = z.input<typeof listOptions>

/**
 * Outside input checked at the door: `who`, `what` and `subject` name the caller, the verb and the input in the error.
 *
 * @throws CommonplaceError `invalid-input`; the reason of a signal that is aborted already, so that nothing begins
 */
export function checked<Schema extends z.core.$ZodType>(
  schema: Schema,
  input: unknown,
  who: string,
  what: string,
  subject = 'an option',
): z.output<Schema> {
  const result = z.safeParse(schema, input)
  if (result.success) {
    ;(result.data as { signal?: AbortSignal } | undefined)?.signal?.throwIfAborted()
    return result.data
  }
  const { problem, hint } = misfit(schema, result.error.issues, input, subject)
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
