import { isPlainObject, type Json, sealJson } from './json'
import type { Author, Extra, RecordBody, Scope } from './record-body'
import { checkKind, checkName, checkScope, checkTags, checkType, optionalFields } from './record-fields'
import { at, recordVersion, scopeOrder } from './record-tuple'
import { isTimestamp, type Timestamp } from './time'

/** What a payload says, or why it cannot be read. Of a newer version only what every version keeps is read. */
export type DecodedRecord =
  | { readonly ok: true; readonly body: RecordBody }
  | { readonly ok: false; readonly reason: 'damaged'; readonly what: string }
  | {
      readonly ok: false
      readonly reason: 'newer'
      readonly version: number
      readonly author?: Author
      readonly time?: Timestamp
    }

const none: readonly never[] = Object.freeze([])

/**
 * Reads a payload. Never throws: what others wrote may be anything.
 *
 * @returns the body, frozen; or `damaged`, also for names that reach into prototypes, anywhere; or `newer`
 */
export function decodeRecord(payload: string): DecodedRecord {
  let tuple: unknown
  try {
    tuple = JSON.parse(payload)
  } catch {
    return damaged('the payload is not JSON')
  }
  if (!Array.isArray(tuple)) return damaged('the payload is not a list')
  const version: unknown = tuple[0]
  if (!Number.isSafeInteger(version) || (version as number) < 1) return damaged('the payload has no version')
  const fault = sealJson(tuple, 'the payload')
  if (fault !== undefined) return damaged(fault)
  const author = readAuthor(tuple[at.author])
  const time = readTime(tuple[at.time])
  if ((version as number) > recordVersion) {
    return Object.freeze({ ok: false, reason: 'newer', version: version as number, author, time })
  }
  if (author === undefined) return damaged('the author is not readable')
  if (time === undefined) return damaged('the time is not readable')
  return readBody(tuple, author, time)
}

function readBody(tuple: readonly unknown[], author: Author, time: Timestamp): DecodedRecord {
  const [type, kind, content] = [tuple[at.type], tuple[at.kind], tuple[at.content]]
  const scope = readScope(tuple[at.scope] ?? none)
  const tags = tuple[at.tags] ?? none
  const written = tuple[at.fields] ?? {}
  if (!isPlainObject(written)) return damaged('the optional fields are not an object')
  if (content === undefined) return damaged('the content is missing')
  const fault = checkType(type) ?? checkKind(kind) ?? checkScope(scope) ?? checkTags(tags)
  if (fault !== undefined) return damaged(`the type, kind, scope or tags: one ${fault}`)
  const body: Record<string, unknown> = {
    ...{ type, kind, content, scope, tags, author, time, status: 'plain', derivedFrom: none },
  }
  const unknown: { [name: string]: Json } = {}
  for (const name of Object.keys(written)) {
    const check = optionalFields.get(name)
    const fault = check?.(written[name])
    if (fault !== undefined) return damaged(`${name} ${fault}`)
    if (check === undefined) unknown[name] = written[name] as Json
    else body[name] = written[name]
  }
  if (type === 'fact' && body.value === undefined) return damaged('a fact without a value')
  const tail = tuple.slice(at.tail) as Json[]
  const fields = Object.keys(unknown).length > 0 ? Object.freeze(unknown) : undefined
  if (tail.length > 0 || fields !== undefined) body.extra = extraOf(tail, fields)
  return Object.freeze({ ok: true, body: Object.freeze(body as unknown as RecordBody) })
}

function extraOf(tail: Json[], fields: Extra['fields']): Extra {
  return Object.freeze({ ...(tail.length > 0 && { tail: Object.freeze(tail) }), ...(fields && { fields }) })
}

function readAuthor(value: unknown): Author | undefined {
  if (!Array.isArray(value) || value.length > 2 || checkName(value[0]) !== undefined) return undefined
  if (value.length === 1) return Object.freeze({ agent: value[0] })
  return checkName(value[1]) === undefined ? Object.freeze({ agent: value[0], user: value[1] }) : undefined
}

function readTime(value: unknown): Timestamp | undefined {
  const time = Array.isArray(value) && value.length === 2 ? { ms: value[0], count: value[1] } : undefined
  return time && isTimestamp(time) ? Object.freeze(time) : undefined
}

function readScope(value: unknown): Scope | undefined {
  if (!Array.isArray(value) || value.length > scopeOrder.length) return undefined
  const scope: { -readonly [name in keyof Scope]: Scope[name] } = {}
  for (let i = 0; i < value.length; i++) if (value[i] !== null) scope[scopeOrder[i]!] = value[i]
  return Object.freeze(scope)
}

function damaged(what: string): DecodedRecord {
  return Object.freeze({ ok: false, reason: 'damaged', what })
}
