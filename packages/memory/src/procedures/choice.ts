import * as v from 'valibot'
import { name } from '../input/input'
import type { Unchanging } from '../input/unchanging'

export const version = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)))
export const procedureChoice = v.strictObject({ space: v.optional(name), version })

/** In which space, and which version: the one that holds now when left out. */
export type ProcedureChoice = Unchanging<v.InferInput<typeof procedureChoice>>
