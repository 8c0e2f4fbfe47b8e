import { isPlainObject, type Json, sealJson } from './json'
import type { Author, Extra, RecordBody, Scope } from './record-body'
import { checkKind, checkName, checkScope, checkTags, checkType, optionalFields } from './record-fields'
import { at, recordVersion, scopeOrder } from './record-tuple'
import { sharing } from './sharing'
import { isTimestamp, type Timestamp } from './time'

/** What a payload says, or why it cannot be read. Of a newer version only what every version keeps is read. */
export type DecodedRecord =
  | { readonly ok: true; readonly body: RecordBody }
  | { readonly ok: false; readonly reason: 'damaged'; readonly author?: undefined; readonly time?: undefined }
  | {
      readonly ok: false
      readonly reason: 'newer'
      readonly version: number
      readonly author?: Author
      readonly time?: Timestamp
    }

const damaged: DecodedRecord = Object.freeze({ ok: false, reason: 'damaged' })
const none: readonly never[] = Object.freeze([])
const sharedAuthor = sharing<Author>()
const sharedScope = sharing<Scope>()

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
    return damaged
  }
  if (!Array.isArray(tuple) || !sealJson(tuple)) return damaged
  const version: unknown = tuple[0]
  if (!Number.isSafeInteger(version) || (version as number) < 1) return damaged
  const author = readAuthor(tuple[at.author])
  const time = readTime(tuple[at.time])
  if ((version as number) > recordVersion) {
    return Object.freeze({ ok: false, reason: 'newer', version: version as number, author, time })
  }
  if (author === undefined || time === undefined) return damaged
  return readBody(payload, tuple, author, time)
}

function readBody(payload: string, tuple: readonly unknown[], author: Author, time: Timestamp): DecodedRecord {
  const [type, kind, content] = [tuple[at.type], tuple[at.kind], partOf(payload, tuple[at.content])]
  const scope = readScope(tuple[at.scope] ?? none)
  const named = tuple[at.tags] ?? none
  const tags = Array.isArray(named) && named.length === 0 ? none : named
  const written = tuple[at.fields] ?? {}
  if (!isPlainObject(written)) return damaged
  const fault = checkType(type) ?? checkKind(kind) ?? checkScope(scope) ?? checkTags(tags)
  if (content === undefined || fault !== undefined) return damaged
  const body: Record<string, unknown> = {
    ...{ type, kind, content, scope, tags, author, time, status: 'plain', derivedFrom: none },
  }
  const unknown: { [name: string]: Json } = {}
  for (const name of Object.keys(written)) {
    const check = optionalFields.get(name)
    if (check?.(written[name]) !== undefined) return damaged
    if (check === undefined) unknown[name] = written[name] as Json
    else body[name] = written[name]
  }
  if (type === 'fact' && body.value === undefined) return damaged
  const tail = tuple.slice(at.tail) as Json[]
  const fields = Object.keys(unknown).length > 0 ? Object.freeze(unknown) : undefined
  if (tail.length > 0 || fields !== undefined) body.extra = extraOf(tail, fields)
  return Object.freeze({ ok: true, body: Object.freeze(body as unknown as RecordBody) })
}

/** A text as the part of the payload that it is, unless it is written there with escapes: the payload is kept anyway, and a part costs 20 bytes. */
function partOf(payload: string, content: unknown): unknown {
  const from = typeof content === 'string' ? payload.indexOf(content) : -1
  return from < 0 ? content : payload.slice(from, from + (content as string).length)
}

function extraOf(tail: Json[], fields: Extra['fields']): Extra {
  return Object.freeze({ ...(tail.length > 0 && { tail: Object.freeze(tail) }), ...(fields && { fields }) })
}

function readAuthor(value: unknown): Author | undefined {
  if (!Array.isArray(value) || value.length > 2 || checkName(value[0]) !== undefined) return undefined
  const [agent, user] = value
  if (value.length === 1) return sharedAuthor({ agent })
  return checkName(user) === undefined ? sharedAuthor({ agent, user }) : undefined
}

function readTime(value: unknown): Timestamp | undefined {
  const time = Array.isArray(value) && value.length === 2 ? { ms: value[0], count: value[1] } : undefined
  return time && isTimestamp(time) ? Object.freeze(time) : undefined
}

function readScope(value: unknown): Scope | undefined {
  if (!Array.isArray(value) || value.length > scopeOrder.length) return undefined
  const scope: { -readonly [name in keyof Scope]: Scope[name] } = {}
  for (let i = 0; i < value.length; i++) if (value[i] !== null) scope[scopeOrder[i]!] = value[i]
  return sharedScope(scope)
}
