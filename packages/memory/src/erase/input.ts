import * as z from 'zod/mini'
import { name } from '../record/input'

export const erasable = z.union(
  [
    z.strictObject({ ids: z.array(z.string()).check(z.minLength(1), z.maxLength(10_000)) }),
    z.strictObject({ filter: z.record(z.string(), z.unknown()), scope: z.optional(z.enum(['own', 'all'])) }),
    z.strictObject({ subject: name }),
  ],
  { error: 'expected { ids }, { filter } or { subject }' },
)
export const eraseOptions = z.strictObject({
  reason: z.optional(z.string().check(z.maxLength(2048))),
  dryRun: z.optional(z.boolean()),
  signal: z.optional(z.instanceof(AbortSignal)),
})

/** What `memory.erase` takes: ids, a filter over what reads show, or the user or subject that records are about. */
export type Erasable = z.output<typeof erasable>
export type EraseOptions = z.input<typeof eraseOptions>
