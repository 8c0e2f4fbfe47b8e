import * as v from 'valibot'
import { claimable, common, freshness, name, share, signal, sources, time } from '../input/input'
import type { Unchanging } from '../input/unchanging'

export const assertOptions = v.strictObject({
  ...common,
  consistency: claimable,
  content: v.optional(v.pipe(v.string(), v.minLength(1))),
  evidence: sources,
})
export const resolveOptions = v.strictObject({
  space: v.optional(name),
  reason: v.optional(v.pipe(v.string(), v.maxLength(2048))),
  consistency: claimable,
  signal,
})
const value = v.custom<unknown>(given => given !== undefined, 'expected a JSON value, null included')
export const resolution = v.union(
  [v.strictObject({ side: v.string() }), v.strictObject({ value })],
  'expected { side } with the id of a side, or { value }',
)
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

/** What `memory.facts.assert` takes beside key and value. */
export type AssertOptions = Unchanging<v.InferInput<typeof assertOptions>>
/** What `memory.facts.resolve` takes beside key and resolution. */
export type ResolveOptions = Unchanging<v.InferInput<typeof resolveOptions>>
export type FactQuery = Unchanging<v.InferInput<typeof factQuery>>
export type DuplicateOptions = Unchanging<v.InferInput<typeof duplicateOptions>>
/** What `memory.facts.list` takes. */
export type FactListOptions = Unchanging<v.InferInput<typeof factListOptions>>
