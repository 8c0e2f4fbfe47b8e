import * as v from 'valibot'
import { breadth, plainObject, time } from '../input/input'
import type { Unchanging } from '../input/unchanging'

export const neighbourOptions = v.strictObject({
  hops: v.optional(v.union([v.literal(1), v.literal(2)])),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000))),
  filter: v.optional(plainObject),
  scope: breadth,
  asOf: v.optional(time),
})

/** What `memory.graph.neighbours` takes beside the entity. */
export type NeighbourOptions = Unchanging<v.InferInput<typeof neighbourOptions>>
