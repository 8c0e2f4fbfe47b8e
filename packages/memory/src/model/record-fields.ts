import { isPlainObject } from './json'
import { fitsIn, recordLimits as limits } from './record-limits'
import { isInstant } from './time'

/** Whether an outside value can stand in the field; the reason it cannot otherwise. */
export type FieldCheck = (value: unknown) => string | undefined

const kinds = ['working', 'episodic', 'semantic', 'procedural']
const scopeNames = ['user', 'agent', 'run', 'app'] as const
const sourceNames = ['type', 'name', 'uri', 'session'] as const

/** The checks of the fields that every record has. */
export const checkType = oneOf(['record', 'fact', 'tombstone', 'validation'])
export const checkKind = oneOf(kinds)
export const checkName = text(limits.nameBytes, 1)
export const checkTags = listOf(checkName, limits.tags)
export const checkScope = namesIn(scopeNames)

/**
 * The optional fields and their checks. They are written by name, so a field can be added without a new version;
 * a new value for one of the closed lists needs a new version, because older readers take it for damage, unless it
 * stands only under keys of a form that they do not read, as validations do.
 */
export const optionalFields: ReadonlyMap<string, FieldCheck> = new Map<string, FieldCheck>([
  ['status', oneOf(['plain', 'proposed', 'verified', 'refuted'])],
  ['derivedFrom', listOf(text(limits.sourceIdBytes, 1), limits.sources)],
  ['source', source],
  ['value', () => undefined],
  ['of', text(limits.nameBytes, 1)],
  ['title', text(limits.textBytes)],
  ['subject', checkName],
  ['confidence', share],
  ['importance', share],
  ['pinned', value => (typeof value === 'boolean' ? undefined : 'is neither true nor false')],
  ['sensitivity', oneOf(['public', 'internal', 'confidential', 'restricted'])],
  ['validFrom', instant],
  ['validTo', instant],
  ['expires', instant],
  ['reason', text(limits.textBytes)],
  ['gate', value => (isPlainObject(value) ? undefined : 'is not an object')],
  ['origin', origin],
  ['movedTo', text(limits.sourceIdBytes, 1)],
  ['metadata', value => (isPlainObject(value) ? undefined : 'is not an object')],
])

function oneOf(values: readonly string[]): FieldCheck {
  return value => (values.includes(value as string) ? undefined : `is not one of ${values.join(', ')}`)
}

function text(bytes: number, min = 0): FieldCheck {
  return value => {
    if (typeof value !== 'string' || value.length < min) return min > 0 ? 'is not a text, or empty' : 'is not a text'
    return fitsIn(value, bytes) ? undefined : `is longer than ${bytes} bytes`
  }
}

function listOf(check: FieldCheck, max: number): FieldCheck {
  return value => {
    if (!Array.isArray(value)) return 'is not a list'
    if (value.length > max) return `has ${value.length} items, more than ${max}`
    const at = value.findIndex(item => check(item) !== undefined)
    return at === -1 ? undefined : `has an item (number ${at}) that ${check(value[at])}`
  }
}

function namesIn(names: readonly string[]): FieldCheck {
  return value => {
    if (!isPlainObject(value)) return 'is not an object'
    for (const [name, item] of Object.entries(value)) {
      if (!names.includes(name)) return `has a field ${JSON.stringify(name)} besides ${names.join(', ')}`
      const fault = item === undefined ? undefined : checkName(item)
      if (fault !== undefined) return `has a field ${name} that ${fault}`
    }
    return undefined
  }
}

function source(value: unknown): string | undefined {
  if (!isPlainObject(value) || checkName(value.type) !== undefined) return 'has no type'
  for (const name of sourceNames) {
    const fault = value[name] === undefined ? undefined : text(limits.textBytes)(value[name])
    if (fault !== undefined) return `has a field ${name} that ${fault}`
  }
  return undefined
}

function origin(value: unknown): string | undefined {
  if (!isPlainObject(value) || !isPlainObject(value.author)) return 'has no author'
  const { agent, user } = value.author
  const fault = text(limits.sourceIdBytes, 1)(value.id) ?? checkName(agent)
  return fault ?? (user === undefined ? undefined : checkName(user))
}

function share(value: unknown): string | undefined {
  return typeof value === 'number' && value >= 0 && value <= 1 ? undefined : 'is not a number from 0 to 1'
}

function instant(value: unknown): string | undefined {
  return isInstant(value) ? undefined : 'is not whole milliseconds since 1970'
}
