import * as v from 'valibot'
import { breadth, consistency, name, plainObject, signal, sources } from '../input/input'
import type { Unchanging } from '../input/unchanging'

const text = v.pipe(
  v.string(),
  v.check(given => given.trim().length > 0, 'expected a text that is not empty'),
)

export const runName = name
export const logEntry = v.union([
  text,
  v.strictObject({
    role: name,
    content: text,
    name: v.optional(name),
    tags: v.optional(v.pipe(v.array(name), v.maxLength(64))),
    derivedFrom: sources,
    metadata: v.optional(plainObject),
  }),
])
export const logOptions = v.strictObject({ space: v.optional(name), consistency, signal })
export const windowOptions = v.strictObject({
  last: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  after: v.optional(v.string()),
  roles: v.optional(v.array(name)),
  scope: breadth,
})
export const checkpointOptions = v.strictObject({
  space: v.optional(name),
  keep: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000))),
  consistency,
  signal,
})
export const runChoice = v.strictObject({ space: v.optional(name), scope: breadth })
export const resumeOptions = v.strictObject({
  space: v.optional(name),
  scope: breadth,
  offline: v.optional(v.boolean()),
  consistency,
  signal,
})
export const versionNumber = v.pipe(v.number(), v.integer(), v.minValue(1))

/** What is added to a run's log: a text, or a message with a role such as `user`, `assistant` or `tool`. */
export type LogEntry = Unchanging<v.InferInput<typeof logEntry>>
export type LogOptions = Unchanging<v.InferInput<typeof logOptions>>
export type WindowOptions = Unchanging<v.InferInput<typeof windowOptions>>
export type CheckpointOptions = Unchanging<v.InferInput<typeof checkpointOptions>>
export type RunChoice = Unchanging<v.InferInput<typeof runChoice>>
export type ResumeOptions = Unchanging<v.InferInput<typeof resumeOptions>>
