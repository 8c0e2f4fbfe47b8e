import * as z from 'zod/mini'
import { isPlainObject } from '../model/json'
import { name } from '../record/input'

const version = z.optional(z.number().check(z.int(), z.minimum(1)))

export const procedureName = name
export const definition = z.strictObject({
  description: z.string().check(z.minLength(1), z.maxLength(4_096)),
  input: z.optional(z.custom<Record<string, unknown>>(isPlainObject, { error: 'expected a JSON Schema' })),
  steps: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(4_096))).check(z.maxLength(256))),
  space: z.optional(name),
  tags: z.optional(z.array(name).check(z.maxLength(64))),
  derivedFrom: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(512))).check(z.maxLength(256))),
  consistency: z.optional(z.enum(['local', 'relay', 'claimed'])),
  signal: z.optional(z.instanceof(AbortSignal)),
})
export const procedureChoice = z.strictObject({ space: z.optional(name), version })
export const callOptions = z.strictObject({
  space: z.optional(name),
  version,
  signal: z.optional(z.instanceof(AbortSignal)),
})

/** What `procedures.define` takes. */
export type DefinitionInput = z.input<typeof definition>
/** In which space, and which version: the one that holds now when left out. */
export type ProcedureChoice = z.input<typeof procedureChoice>
export type CallOptions = z.input<typeof callOptions>
