/** A JSON value, read only. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

/** A JSON object, read only. */
export interface JsonObject {
  readonly [name: string]: Json
}

/** Deepest nesting that is written or read. */
const maxJsonDepth = 32

const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * What keeps a value from being written as JSON and read back equal, as `<path> is …`; undefined when nothing does.
 * Refused: names that reach into prototypes, numbers that are not finite, anything that is not plain data, deep nests.
 * A property that is undefined counts as absent.
 */
export function jsonFault(value: unknown, name: string): string | undefined {
  try {
    const fault = faultIn(value, 0, false)
    return fault && `${name}${fault.path} ${fault.what}`
  } catch {
    // A getter that throws, a proxy that was revoked.
    return `${name} cannot be read`
  }
}

/** Freezes a value throughout; one with a fault, as {@link jsonFault} tells it, in part. @returns whether it has none */
export function sealJson(value: unknown): boolean {
  return !faultIn(value, 0, true)
}

/**
 * Plain data as it is now: a verb writes it later than it is given, and its caller may have changed it by then. What is not plain
 * is handed on as it is, and so is all of it where it is nested too deep or cannot be read: where it is looked at it is refused.
 */
export function asGiven<T>(value: T): T {
  try {
    return copyOf(value, 0) as T
  } catch {
    return value
  }
}

function copyOf(value: unknown, depth: number): unknown {
  if (depth > maxJsonDepth + 2) throw new RangeError()
  if (Array.isArray(value)) return value.map(each => copyOf(each, depth + 1))
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copyOf(each, depth + 1)]))
}

/** Whether this is an object literal, from whatever realm. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

interface Fault {
  readonly path: string
  readonly what: string
}

function faultIn(value: unknown, depth: number, freeze: boolean): Fault | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : fault(`is ${value}, not a finite number`)
  if (typeof value !== 'object') return fault(`is of type ${typeof value}, which JSON does not have`)
  if (depth === maxJsonDepth) return fault(`is nested deeper than ${maxJsonDepth} levels`)
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const inner = faultIn(value[i], depth + 1, freeze)
      if (inner !== undefined) return { path: `[${i}]${inner.path}`, what: inner.what }
    }
    if (freeze) Object.freeze(value)
    return undefined
  }
  if (!isPlainObject(value)) return fault('is a class instance, not plain data')
  for (const name of Object.keys(value)) {
    if (forbidden.has(name)) return fault(`has a field named ${name}, which is refused`)
    const inner = value[name] === undefined ? undefined : faultIn(value[name], depth + 1, freeze)
    if (inner !== undefined) return { path: `.${name}${inner.path}`, what: inner.what }
  }
  if (freeze) Object.freeze(value)
  return undefined
}

function fault(what: string): Fault {
  return { path: '', what }
}
