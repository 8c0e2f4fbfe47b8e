import * as z from 'zod/mini'
import { name } from '../record/input'

const ids = z.array(z.string()).check(z.minLength(1), z.maxLength(10_000))
const field = z.optional(z.union([name, z.null()]))
const reason = z.optional(z.string().check(z.maxLength(2048)))
const signal = z.optional(z.instanceof(AbortSignal))
const consistency = z.optional(z.enum(['local', 'relay']))
const onProgress = z.optional(
  z.custom<(progress: Progress) => void>(given => typeof given === 'function', { error: 'expected a function' }),
)

/** How far a long verb is, in records. */
export interface Progress {
  readonly done: number
  readonly total: number
}

export const choice = z.union(
  [
    z.string(),
    z.strictObject({ ids }),
    z.strictObject({ filter: z.record(z.string(), z.unknown()), scope: z.optional(z.enum(['own', 'all'])) }),
  ],
  { error: 'expected an id, { ids } or { filter }' },
)
export const rescopeTarget = z
  .strictObject({ space: z.optional(name), user: field, agent: field, run: field, app: field })
  .check(z.refine(target => Object.keys(target).length > 0, { error: 'expected a space, user, agent, run or app' }))
export const rescopeOptions = z.strictObject({
  dryRun: z.optional(z.boolean()),
  reason,
  consistency,
  signal,
  onProgress,
})
export const undoOptions = z.strictObject({ reason, consistency, signal, onProgress })
export const promoteOptions = z.strictObject({
  to: name,
  policy: z.optional(
    z.custom<(...args: never[]) => unknown>(given => typeof given === 'function', { error: 'expected a function' }),
  ),
  dryRun: z.optional(z.boolean()),
  reason,
  consistency,
  signal,
  onProgress,
})

/** Records of the open spaces: one by its id, several, or all that a filter over what reads show admits. */
export type Choice = z.output<typeof choice>
/** Where records are to be: another space, other names in their scope; null takes a name away. */
export type RescopeTarget = z.input<typeof rescopeTarget>
export type RescopeOptions = z.input<typeof rescopeOptions>
export type UndoOptions = z.input<typeof undoOptions>
