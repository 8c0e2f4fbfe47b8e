import * as z from 'zod/mini'
import { expiry, isDuration } from '../record/input'
import type { Summariser } from './summariser'

const isFunction = { error: 'expected a function' }
const onProgress = z.optional(
  z.custom<(progress: { readonly done: number; readonly total: number }) => void>(
    given => typeof given === 'function',
    isFunction,
  ),
)
const signal = z.optional(z.instanceof(AbortSignal))
const filter = z.optional(z.record(z.string(), z.unknown()))
const count = z.number().check(z.int(), z.minimum(0), z.maximum(1_000))

export const auditOptions = z.strictObject({
  filter,
  scope: z.optional(z.enum(['own', 'all'])),
  examples: z.optional(count),
  onProgress,
  signal,
})
export const consolidateOptions = z.strictObject({
  filter,
  olderThan: z.optional(z.custom<string | number>(isDuration, { error: "expected a duration like '7d'" })),
  atLeast: z.optional(count.check(z.minimum(2))),
  atMost: z.optional(count.check(z.minimum(2), z.maximum(200))),
  expires: z.optional(expiry),
  summariser: z.optional(
    z.custom<Summariser>(given => typeof (given as Summariser | undefined)?.summarise === 'function', {
      error: 'expected { id, summarise }',
    }),
  ),
  dryRun: z.optional(z.boolean()),
  onProgress,
  signal,
})

export type AuditOptions = z.input<typeof auditOptions>
export type ConsolidateOptions = z.input<typeof consolidateOptions>
