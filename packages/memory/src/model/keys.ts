import { type Dot, dotToString, stringToDot } from './dot'
import { maxKeyLength } from './entry'
import { ModelError } from './model-error'

/**
 * What a key names: one record, by the dot of its first version; one fact, by its name; or one line of the ledger, by
 * its path, which anybody may write, or one agent alone.
 */
export type KeyName =
  | { readonly type: 'record'; readonly dot: Dot }
  | { readonly type: 'fact'; readonly name: string }
  | { readonly type: 'ledger'; readonly path: string; readonly owner?: string }

const recordPrefix = 'r/'
const factPrefix = 'f/'
const ledgerPrefix = 'l/'
const ownedPrefix = 'o/'
const validationPrefix = 'v/'

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
  return checkedKey(key, normal, 'a fact')
}

/** @throws ModelError `invalid-field` */
function checkedKey(key: string, name: string, what: string): string {
  if (name !== '' && key.length <= maxKeyLength && !/[\p{Control}\p{Surrogate}]/u.test(name)) return key
  throw new ModelError('invalid-field', `${JSON.stringify(name.slice(0, 80))} cannot name ${what}`, {
    hint: `a name has 1 to ${maxKeyLength - (key.length - name.length)} characters and no control characters`,
  })
}

/**
 * The key of a line of the ledger: what the library keeps about the team beside its memories, and no reader of records
 * sees. With an owner only that agent's entries count.
 *
 * @param path such as `run/7/state`
 * @throws ModelError `invalid-field` for a path that is empty, too long, or has control characters
 */
export function ledgerKey(path: string, owner?: string): string {
  const key = owner === undefined ? ledgerPrefix + path : `${ownedPrefix}${encodeURIComponent(owner)}/${path}`
  return checkedKey(key, path, 'a line of the ledger')
}

/** Whether a key is one of the ledger's, by its form alone. */
export function isLedgerKey(key: string): boolean {
  return key.startsWith(ledgerPrefix) || key.startsWith(ownedPrefix)
}

/** The key under which validators say what they found of the versions of another key. */
export function validationKey(key: string): string {
  return validationPrefix + key
}

/** The key that validations under this key speak of; undefined when it is not one of theirs. */
export function validatedKey(key: string): string | undefined {
  return key.startsWith(validationPrefix) ? key.slice(validationPrefix.length) : undefined
}

// One key is judged, shown and indexed by several who each ask; reading it costs more than all else they do with it.
let lastRead: { readonly key: string; readonly name: KeyName | undefined } | undefined

/** What a key names; undefined for keys of a form not known here. */
export function readKey(key: string): KeyName | undefined {
  if (lastRead?.key !== key) lastRead = { key, name: parseKey(key) }
  return lastRead.name
}

function parseKey(key: string): KeyName | undefined {
  if (key.startsWith(factPrefix) && key.length > factPrefix.length) {
    return { type: 'fact', name: key.slice(factPrefix.length) }
  }
  if (key.startsWith(ledgerPrefix) && key.length > ledgerPrefix.length) {
    return { type: 'ledger', path: key.slice(ledgerPrefix.length) }
  }
  if (key.startsWith(recordPrefix)) {
    const dot = stringToDot(key.slice(recordPrefix.length))
    return dot && { type: 'record', dot }
  }
  const owned = /^o\/([^/]+)\/(.+)$/su.exec(key)
  const owner = owned ? decodedOwner(owned[1]!) : undefined
  return owner === undefined ? undefined : { type: 'ledger', path: owned![2]!, owner }
}

/** @returns undefined for what {@link ledgerKey} would not have written, so that no line has two keys */
function decodedOwner(written: string): string | undefined {
  try {
    const owner = decodeURIComponent(written)
    return encodeURIComponent(owner) === written ? owner : undefined
  } catch {
    return undefined
  }
}
