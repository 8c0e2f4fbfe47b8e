import * as v from 'valibot'
import { claimable, common, consistency, kind, name, signal, sources, time } from './input'
import type { Unchanging } from './unchanging'

export const updateOptions = v.strictObject({
  ...common,
  consistency: claimable,
  space: v.optional(
    v.custom<undefined>(() => false, 'a version stays in the space of its record; memory.rescope moves a record'),
  ),
  content: v.optional(v.pipe(v.string(), v.minLength(1))),
  kind: v.optional(kind),
})
export const finding = v.picklist(['verified', 'refuted'])
export const validateOptions = v.strictObject({
  evidence: sources,
  reason: v.optional(v.pipe(v.string(), v.maxLength(2048))),
  consistency,
  signal,
})
export const rollbackOptions = v.strictObject({
  agent: name,
  since: time,
  reason: v.pipe(v.string(), v.minLength(1), v.maxLength(2048)),
  space: v.optional(name),
  dryRun: v.optional(v.boolean()),
})
export const writeOptions = v.strictObject({ consistency: claimable, signal })

/** How durable a write has to be before its promise resolves, and what calls it off. */
export type WriteOptions = Unchanging<v.InferInput<typeof writeOptions>>
/** What `memory.update` takes beside the id: what it leaves out stays as it is. */
export type UpdateOptions = Unchanging<v.InferInput<typeof updateOptions>>
/** What `memory.validate` takes beside the id and the finding. */
export type ValidateOptions = Unchanging<v.InferInput<typeof validateOptions>>
/** What `memory.rollback` takes: whose writes, since when, and why. */
export type RollbackOptions = Unchanging<v.InferInput<typeof rollbackOptions>>
