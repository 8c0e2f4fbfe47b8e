import * as v from 'valibot'
import { listener } from './input'

/** How far a long verb is, in records. */
export interface Progress {
  readonly done: number
  readonly total: number
}

/** An option that is told so. */
export const onProgress = v.optional(listener as unknown as v.GenericSchema<(progress: Progress) => void>)
