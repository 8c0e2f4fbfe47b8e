import * as z from 'zod/mini'
import { parseDuration } from '../model'
import { jsonFault } from '../model/json'
import { name } from '../record/input'

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
  signal,
})
export const resultOptions = z.strictObject(choice)
export const claimOptions = z.strictObject({
  ...choice,
  lease: z.optional(leaseTime),
  wait: z.optional(z.boolean()),
  signal,
})

export type WorkKeyInput = z.input<typeof workKeyInput>
export type WorkScope = NonNullable<z.infer<typeof resultOptions>['scope']>
export type OnceOptions = z.input<typeof onceOptions>
export type ResultOptions = z.input<typeof resultOptions>
export type ClaimOptions = z.input<typeof claimOptions>

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
