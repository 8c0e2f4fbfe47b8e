import * as v from 'valibot'
import { common, kind } from '../input/input'
import type { Unchanging } from '../input/unchanging'

/** `artifacts.put` */
export const putOptions = v.strictObject({
  ...common,
  kind: v.optional(kind),
  status: v.optional(v.picklist(['plain', 'proposed'])),
  summary: v.pipe(v.string(), v.minLength(1)),
  type: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(128))),
})

/** What `memory.artifacts.put` takes beside the text. */
export type PutOptions = Unchanging<v.InferInput<typeof putOptions>>
