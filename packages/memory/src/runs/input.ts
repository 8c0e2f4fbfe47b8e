import * as z from 'zod/mini'
import { name } from '../record/input'

const signal = z.optional(z.instanceof(AbortSignal))
const consistency = z.optional(z.enum(['local', 'relay']))
const text = z
  .string()
  .check(z.refine(given => given.trim().length > 0, { error: 'expected a text that is not empty' }))

export const runName = name
export const logEntry = z.union([
  text,
  z.strictObject({
    role: name,
    content: text,
    name: z.optional(name),
    tags: z.optional(z.array(name).check(z.maxLength(64))),
    derivedFrom: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(512))).check(z.maxLength(256))),
    metadata: z.optional(z.record(z.string(), z.unknown())),
  }),
])
export const logOptions = z.strictObject({ space: z.optional(name), consistency, signal })
export const windowOptions = z.strictObject({
  last: z.optional(z.number().check(z.int(), z.minimum(1))),
  after: z.optional(z.string()),
  roles: z.optional(z.array(name)),
  scope: z.optional(z.enum(['own', 'all'])),
})
export const checkpointOptions = z.strictObject({
  space: z.optional(name),
  keep: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(1000))),
  consistency,
  signal,
})
export const runChoice = z.strictObject({ space: z.optional(name), scope: z.optional(z.enum(['own', 'all'])) })
export const resumeOptions = z.strictObject({
  space: z.optional(name),
  scope: z.optional(z.enum(['own', 'all'])),
  offline: z.optional(z.boolean()),
  consistency,
  signal,
})
export const versionNumber = z.number().check(z.int(), z.minimum(1))

/** What is added to a run's log: a text, or a message with a role such as `user`, `assistant` or `tool`. */
export type LogEntry = z.input<typeof logEntry>
export type LogOptions = z.input<typeof logOptions>
export type WindowOptions = z.input<typeof windowOptions>
export type CheckpointOptions = z.input<typeof checkpointOptions>
export type RunChoice = z.input<typeof runChoice>
export type ResumeOptions = z.input<typeof resumeOptions>
