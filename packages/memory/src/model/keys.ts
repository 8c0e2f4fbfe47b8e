import { type Dot, dotToString, stringToDot } from './dot'
import { maxKeyLength } from './entry'
import { ModelError } from './model-error'

/** What a key names: one record, by the dot of its first version, or one fact, by its name. */
export type KeyName = { readonly type: 'record'; readonly dot: Dot } | { readonly type: 'fact'; readonly name: string }

const recordPrefix = 'r/'
const factPrefix = 'f/'

/** The key of the record whose first version stands at this dot. It belongs to the writer of that dot. */
export function recordKey(dot: Dot): string {
  return recordPrefix + dotToString(dot)
}

/**
 * The key of a fact, such as `order/42/status`. Names that look alike are alike (Unicode NFC).
 *
 * @throws ModelError `invalid-field` for an empty name, one too long, or one with control characters
 */
export function factKey(name: string): string {
  const normal = name.normalize('NFC')
  const key = factPrefix + normal
  if (normal === '' || key.length > maxKeyLength || /[\p{Control}\p{Surrogate}]/u.test(normal)) {
    throw new ModelError('invalid-field', `${JSON.stringify(name.slice(0, 80))} cannot name a fact`, {
      hint: `a name has 1 to ${maxKeyLength - factPrefix.length} characters and no control characters`,
    })
  }
  return key
}

/** What a key names; undefined for keys of a form not known here. */
export function readKey(key: string): KeyName | undefined {
  if (key.startsWith(factPrefix) && key.length > factPrefix.length) {
    return { type: 'fact', name: key.slice(factPrefix.length) }
  }
  const dot = key.startsWith(recordPrefix) ? stringToDot(key.slice(recordPrefix.length)) : undefined
  return dot && { type: 'record', dot }
}
