import * as v from 'valibot'
import { breadth, freshness, plainObject, signal, time } from '../input/input'
import type { Unchanging } from '../input/unchanging'

export const contextOptions = v.strictObject({
  ...freshness,
  query: v.string(),
  budget: v.optional(v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(1_000_000)), 1_000),
  since: v.optional(v.string()),
  asOf: v.optional(time),
  working: v.optional(v.boolean()),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(400))),
  filter: v.optional(plainObject),
  scope: breadth,
  signal,
})

/** What `memory.context` takes. */
export type ContextOptions = Unchanging<v.InferInput<typeof contextOptions>>
