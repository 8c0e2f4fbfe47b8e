import * as v from 'valibot'
import { consistency, listener, name, signal } from '../input/input'
import type { Unchanging } from '../input/unchanging'
import { parseDuration } from '../model'
import { jsonFault } from '../model/json'
import type { ProgressListener } from './progress'

const duration = v.pipe(
  v.union([v.string(), v.number()]),
  v.check(isDuration, "expected a duration like '10m', or milliseconds"),
)
const leaseTime = v.pipe(
  v.union([v.string(), v.number()]),
  v.check(isLeaseTime, 'expected a duration of 100 ms to 10 minutes'),
)
const choice = {
  space: v.optional(name),
  scope: v.optional(v.picklist(['space', 'app', 'user', 'agent', 'run'])),
}

/** A text, or an array of JSON values such as a tool's name and its arguments. */
export const workKeyInput = v.union([
  v.pipe(v.string(), v.minLength(1)),
  v.pipe(
    v.array(v.unknown()),
    v.minLength(1),
    v.check(parts => jsonFault(parts, 'key') === undefined, 'expected JSON values'),
  ),
])
export const onceOptions = v.strictObject({
  ...choice,
  ttl: v.optional(duration),
  lease: v.optional(leaseTime),
  timeout: v.optional(duration),
  sideEffects: v.optional(v.boolean()),
  onProgress: v.optional(listener as unknown as v.GenericSchema<ProgressListener>),
  signal,
})
export const resultOptions = v.strictObject(choice)
export const callFilter = v.strictObject({ space: v.optional(name) })
export const claimOptions = v.strictObject({
  ...choice,
  lease: v.optional(leaseTime),
  wait: v.optional(v.boolean()),
  signal,
})

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(2048))
export const taskKey = text
export const taskReason = text
export const taskChoice = v.strictObject({ space: v.optional(name) })
export const taskFields = v.strictObject({
  space: v.optional(name),
  details: v.optional(v.pipe(v.unknown(), v.check(isJson, 'expected a JSON value'))),
  consistency,
  signal,
})
export const taskFilter = v.strictObject({
  space: v.optional(name),
  state: v.optional(v.picklist(['open', 'claimed', 'done', 'accepted'])),
})
export const taskClaimOptions = v.strictObject({
  space: v.optional(name),
  lease: v.optional(leaseTime),
  wait: v.optional(v.boolean()),
  signal,
})
export const taskWriteOptions = v.strictObject({ space: v.optional(name), consistency, signal })
/** What a task comes to. */
export const taskResult = v.pipe(v.unknown(), v.check(isJson, 'expected a JSON value, or undefined'))

export type TaskChoice = Unchanging<v.InferInput<typeof taskChoice>>
export type TaskFields = Unchanging<v.InferInput<typeof taskFields>>
export type TaskFilter = Unchanging<v.InferInput<typeof taskFilter>>
export type TaskClaimOptions = Unchanging<v.InferInput<typeof taskClaimOptions>>
export type TaskWriteOptions = Unchanging<v.InferInput<typeof taskWriteOptions>>
/** What names a piece of work: a text, or a list of JSON values such as a tool's name and its arguments. */
export type WorkKeyInput = Unchanging<v.InferInput<typeof workKeyInput>>
export type WorkScope = NonNullable<v.InferOutput<typeof resultOptions>['scope']>
/** What `memory.work.once` takes beside key and function. */
export type OnceOptions = Unchanging<v.InferInput<typeof onceOptions>>
/** Which result of a key `memory.work.result` is asked for. */
export type ResultOptions = Unchanging<v.InferInput<typeof resultOptions>>
/** Which calls `memory.work.calls` lists. */
export type CallFilter = Unchanging<v.InferInput<typeof callFilter>>
/** What `memory.work.claim` takes beside the key. */
export type ClaimOptions = Unchanging<v.InferInput<typeof claimOptions>>

function isJson(value: unknown): boolean {
  return value === undefined || jsonFault(value, 'value') === undefined
}

function isDuration(value: string | number): boolean {
  try {
    return parseDuration(value) > 0
  } catch {
    return false
  }
}

function isLeaseTime(value: string | number): boolean {
  return isDuration(value) && parseDuration(value) >= 100 && parseDuration(value) <= 600_000
}
