import * as v from 'valibot'
import { breadth, name, plainObject, signal } from '../input/input'
import type { Unchanging } from '../input/unchanging'

export const erasable = v.union(
  [
    v.strictObject({ ids: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(10_000)) }),
    v.strictObject({ filter: plainObject, scope: breadth }),
    v.strictObject({ subject: name }),
  ],
  'expected { ids }, { filter } or { subject }',
)
export const eraseOptions = v.strictObject({
  reason: v.optional(v.pipe(v.string(), v.maxLength(2048))),
  dryRun: v.optional(v.boolean()),
  signal,
})

/** What `memory.erase` takes: ids, a filter over what reads show, or the user or subject that records are about. */
export type Erasable = v.InferOutput<typeof erasable>
/** What `memory.erase` takes beside what is to be erased. */
export type EraseOptions = Unchanging<v.InferInput<typeof eraseOptions>>
