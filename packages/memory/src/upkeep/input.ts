import * as v from 'valibot'
import { breadth, expiry, isDuration, plainObject, signal } from '../input/input'
import { onProgress } from '../input/on-progress'
import type { Unchanging } from '../input/unchanging'
import type { Summariser } from './summariser'

const filter = v.optional(plainObject)
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000))

export const auditOptions = v.strictObject({
  filter,
  scope: breadth,
  examples: v.optional(count),
  onProgress,
  signal,
})
export const consolidateOptions = v.strictObject({
  filter,
  olderThan: v.optional(v.custom<string | number>(isDuration, "expected a duration like '7d'")),
  atLeast: v.optional(v.pipe(count, v.minValue(2))),
  atMost: v.optional(v.pipe(count, v.minValue(2), v.maxValue(200))),
  expires: v.optional(expiry),
  summariser: v.optional(
    v.custom<Summariser>(
      given => typeof (given as Summariser | undefined)?.summarise === 'function',
      'expected { id, summarise }',
    ),
  ),
  dryRun: v.optional(v.boolean()),
  onProgress,
  signal,
})

/** What `memory.audit` takes. */
export type AuditOptions = Unchanging<v.InferInput<typeof auditOptions>>
/** What `memory.consolidate` takes; durations as text (`'7d'`) or milliseconds. */
export type ConsolidateOptions = Unchanging<v.InferInput<typeof consolidateOptions>>
