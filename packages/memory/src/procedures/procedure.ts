import type { Instant, Json, Version } from '../model'
import { isPlainObject, type JsonObject } from '../model/json'
import type { Author } from '../reading/record'

/** How something is done, as the team holds it. Frozen. */
export interface Procedure {
  readonly name: string
  /** 1 for the first, one more for each that was defined in knowledge of it. */
  readonly version: number
  readonly description: string
  /** The JSON Schema (2020-12) of what it is called with; anything when left out. */
  readonly input?: JsonObject
  readonly steps: readonly string[]
  readonly space: string
  /** The id of the version of its record. */
  readonly id: string
  readonly author: Author
  readonly time: Instant
  /** False while agents that did not see each other define it differently: `facts.resolve('procedure/<name>', …)`. */
  readonly settled: boolean
}

/** What a procedure's record says. */
export type Definition = Pick<Procedure, 'version' | 'description' | 'input' | 'steps'>

const prefix = 'procedure/'

/** The key of the fact that holds a procedure. */
export function procedureKey(name: string): string {
  return prefix + name
}

export function nameOfKey(key: string): string | undefined {
  return key.startsWith(prefix) ? key.slice(prefix.length) : undefined
}

export function definitionToValue({ version, description, input, steps }: Definition): Json {
  return { v: 1, version, description, ...(input && { input }), steps: [...steps] }
}

/** @returns undefined for what is no procedure, or of a newer program */
export function valueToDefinition(value: unknown): Definition | undefined {
  if (!isPlainObject(value) || value.v !== 1 || !Number.isSafeInteger(value.version)) return undefined
  const { version, description, input, steps } = value
  if (typeof description !== 'string' || !Array.isArray(steps) || !steps.every(step => typeof step === 'string'))
    return undefined
  if (input !== undefined && !isPlainObject(input)) return undefined
  return { version: version as number, description, steps, ...(input && { input: input as JsonObject }) }
}

/** What a version of a procedure's record says. */
export function definitionOf({ record }: Version): Definition | undefined {
  return record.ok && record.body.type === 'fact' ? valueToDefinition(record.body.value) : undefined
}

/** A definition as the text by which it is found. */
export function procedureText(name: string, { description, steps }: Pick<Definition, 'description' | 'steps'>): string {
  return [`${name}: ${description}`, ...steps.map((step, at) => `${at + 1}. ${step}`)].join('\n')
}
