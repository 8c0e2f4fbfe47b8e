import * as v from 'valibot'
import { name, signal } from '../input/input'
import type { Unchanging } from '../input/unchanging'

export const compactOptions = v.strictObject({
  space: v.optional(name),
  dryRun: v.optional(v.boolean()),
  signal,
})

/** What `memory.compact` takes. */
export type CompactOptions = Unchanging<v.InferInput<typeof compactOptions>>
