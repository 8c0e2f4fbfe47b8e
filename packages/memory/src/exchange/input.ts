import * as v from 'valibot'
import { name } from '../input/input'
import type { Unchanging } from '../input/unchanging'

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

/** What `memory.import` takes beside the text. */
export type ImportOptions = Unchanging<v.InferInput<typeof importOptions>>
