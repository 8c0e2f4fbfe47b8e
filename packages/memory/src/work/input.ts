import * as z from 'zod/mini'
import { parseDuration } from '../model'
import { jsonFault } from '../model/json'
import { name } from '../record/input'
import type { ProgressListener } from './progress'

const duration = z
  .union([z.string(), z.number()])
  .check(z.refine(isDuration, { error: "expected a duration like '10m', or milliseconds" }))
const leaseTime = z
  .union([z.string(), z.number()])
  .check(z.refine(isLeaseTime, { error: 'expected a duration of 100 ms to 10 minutes' }))
const signal = z.optional(z.instanceof(AbortSignal))
const choice = {
  space: z.optional(name),
  scope: z.optional(z.enum(['space', 'app', 'user', 'agent', 'run'])),
}

/** A text, or an array of JSON values such as a tool's name and its arguments. */
export const workKeyInput = z.union([
  z.string().check(z.minLength(1)),
  z.array(z.unknown()).check(
    z.minLength(1),
    z.refine(parts => jsonFault(parts, 'key') === undefined, { error: 'expected JSON values' }),
  ),
])
export const workFunction = z.custom<(...args: never[]) => unknown>(given => typeof given === 'function', {
  error: 'expected a function',
})
export const onceOptions = z.strictObject({
  ...choice,
  ttl: z.optional(duration),
  lease: z.optional(leaseTime),
  timeout: z.optional(duration),
  sideEffects: z.optional(z.boolean()),
  onProgress: z.optional(
    z.custom<ProgressListener>(given => typeof given === 'function', { error: 'expected a function' }),
  ),
  signal,
})
export const resultOptions = z.strictObject(choice)
export const callFilter = z.strictObject({ space: z.optional(name) })
export const claimOptions = z.strictObject({
  ...choice,
  lease: z.optional(leaseTime),
  wait: z.optional(z.boolean()),
  signal,
})

const consistency = z.optional(z.enum(['local', 'relay']))
const text = z.string().check(z.minLength(1), z.maxLength(2048))
export const taskKey = text
export const taskReason = text
export const taskChoice = z.strictObject({ space: z.optional(name) })
export const taskFields = z.strictObject({
  space: z.optional(name),
  details: z.optional(z.unknown().check(z.refine(isJson, { error: 'expected a JSON value' }))),
  consistency,
  signal,
})
export const taskFilter = z.strictObject({
  space: z.optional(name),
  state: z.optional(z.enum(['open', 'claimed', 'done', 'accepted'])),
})
export const taskClaimOptions = z.strictObject({
  space: z.optional(name),
  lease: z.optional(leaseTime),
  wait: z.optional(z.boolean()),
  signal,
})
export const taskWriteOptions = z.strictObject({ space: z.optional(name), consistency, signal })
/** What a task comes to. */
export const taskResult = z.unknown().check(z.refine(isJson, { error: 'expected a JSON value, or undefined' }))

export type TaskChoice = z.input<typeof taskChoice>
export type TaskFields = z.input<typeof taskFields>
export type TaskFilter = z.input<typeof taskFilter>
export type TaskClaimOptions = z.input<typeof taskClaimOptions>
export type TaskWriteOptions = z.input<typeof taskWriteOptions>
export type WorkKeyInput = z.input<typeof workKeyInput>
export type WorkScope = NonNullable<z.infer<typeof resultOptions>['scope']>
export type OnceOptions = z.input<typeof onceOptions>
export type ResultOptions = z.input<typeof resultOptions>
export type CallFilter = z.input<typeof callFilter>
export type ClaimOptions = z.input<typeof claimOptions>

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
