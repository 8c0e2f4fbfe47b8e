import * as v from 'valibot'
import { name, signal } from '../input/input'
import { onProgress } from '../input/on-progress'
import type { Unchanging } from '../input/unchanging'

export const importOptions = v.strictObject({
  format: v.optional(v.picklist(['commonplace', 'mem0', 'mcp-memory', 'markdown'])),
  space: v.optional(name),
  onProgress,
  signal,
})

/** What `memory.import` takes beside the text. */
export type ImportOptions = Unchanging<v.InferInput<typeof importOptions>>
