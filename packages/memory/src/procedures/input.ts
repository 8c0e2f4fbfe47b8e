import * as v from 'valibot'
import { name, signal, sources } from '../input/input'
import type { Unchanging } from '../input/unchanging'
import { isPlainObject } from '../model/json'
import { version } from './choice'

export const definition = v.strictObject({
  description: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)),
  input: v.optional(v.custom<Record<string, unknown>>(isPlainObject, 'expected a JSON Schema')),
  steps: v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(4_096))), v.maxLength(256))),
  space: v.optional(name),
  tags: v.optional(v.pipe(v.array(name), v.maxLength(64))),
  derivedFrom: sources,
  consistency: v.optional(v.picklist(['local', 'relay', 'claimed'])),
  signal,
})
export const callOptions = v.strictObject({
  space: v.optional(name),
  version,
  signal,
})

/** What `procedures.define` takes. */
export type DefinitionInput = Unchanging<v.InferInput<typeof definition>>
/** What a call of a procedure takes beside its name and input. */
export type CallOptions = Unchanging<v.InferInput<typeof callOptions>>
