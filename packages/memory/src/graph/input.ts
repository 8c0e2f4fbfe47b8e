import * as v from 'valibot'
import { plainObject } from '../input/input'

export const neighbourOptions = v.strictObject({
  hops: v.optional(v.union([v.literal(1), v.literal(2)])),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000))),
  filter: v.optional(plainObject),
  scope: v.optional(v.picklist(['own', 'all'])),
})

/** What `memory.graph.neighbours` takes beside the entity. */
export type NeighbourOptions = v.InferInput<typeof neighbourOptions>
