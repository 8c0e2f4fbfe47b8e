import { type Json, jsonFault } from './json'
import { ModelError } from './model-error'
import type { RecordBody } from './record-body'
import {
  checkKind,
  checkName,
  checkScope,
  checkTags,
  checkType,
  type FieldCheck,
  optionalFields,
} from './record-fields'
import { recordLimits as limits, utf8Length } from './record-limits'
import { at, recordVersion, scopeOrder } from './record-tuple'
import { isTimestamp } from './time'

/**
 * The payload of an entry that says this.
 *
 * @throws ModelError `content-too-large` when the content, the value, the metadata or the whole is over `recordLimits`;
 * `invalid-field` when a field is not what `RecordBody` says, or holds what JSON cannot carry
 */
export function encodeRecord(body: RecordBody): string {
  const who = `agent ${JSON.stringify(body.author?.agent)}`
  checkBody(body, who)
  checkSizes(body, who)
  const scope = scopeOrder.map(name => body.scope[name] ?? null)
  while (scope.length > 0 && scope.at(-1) === null) scope.pop()
  const { agent, user } = body.author
  const tuple: Json[] = [
    recordVersion,
    user === undefined ? [agent] : [agent, user],
    [body.time.ms, body.time.count],
    body.type,
    body.kind,
    body.content,
    scope,
    body.tags,
    fieldsOf(body),
  ]
  if (body.extra?.tail) tuple.push(...body.extra.tail)
  else while (tuple.length > at.scope && Object.keys(tuple.at(-1) as object).length === 0) tuple.pop()
  const payload = JSON.stringify(tuple)
  checkSize(payload, limits.payloadBytes, 'a record', who)
  return payload
}

function fieldsOf(body: RecordBody): { [name: string]: Json } {
  const fields: { [name: string]: Json } = { ...body.extra?.fields }
  for (const name of optionalFields.keys()) {
    const value = body[name as keyof RecordBody] as Json | undefined
    const isDefault = name === 'status' ? value === 'plain' : name === 'derivedFrom' && body.derivedFrom.length === 0
    if (value !== undefined && !isDefault) fields[name] = value
  }
  return fields
}

function checkBody(body: RecordBody, who: string): void {
  const check = (name: string, fault: string | undefined) => {
    if (fault === undefined) return
    throw new ModelError('invalid-field', `${who} tried to write a record whose ${name} ${fault}`, {
      hint: `give a ${name} that the record's type allows, or leave it out`,
    })
  }
  const needs: [name: string, fault: FieldCheck, value: unknown][] = [
    ['author.agent', checkName, body.author?.agent],
    ['type', checkType, body.type],
    ['kind', checkKind, body.kind],
    ['scope', checkScope, body.scope],
    ['tags', checkTags, body.tags],
    ['status', optionalFields.get('status')!, body.status],
    ['derivedFrom', optionalFields.get('derivedFrom')!, body.derivedFrom],
  ]
  for (const [name, fault, value] of needs) check(name, fault(value))
  check('author.user', body.author.user === undefined ? undefined : checkName(body.author.user))
  check('time', body.time && isTimestamp(body.time) ? undefined : 'is not a time')
  for (const [name, fault] of optionalFields) {
    const value = body[name as keyof RecordBody]
    if (value !== undefined) check(name, fault(value) ?? jsonFault(value, '')?.trimStart())
  }
  for (const [name, value] of [
    ['content', body.content],
    ['extra', body.extra ?? {}],
  ] as const) {
    check(name, jsonFault(value, '')?.trimStart())
  }
  check('value', body.type === 'fact' && body.value === undefined ? 'is missing: a fact states a value' : undefined)
  check('validTo', (body.validFrom ?? -Infinity) > (body.validTo ?? Infinity) ? 'is before its validFrom' : undefined)
  const known = Object.keys(body.extra?.fields ?? {}).find(name => optionalFields.has(name))
  check('extra', known === undefined ? undefined : `names ${known}, which is a field of its own`)
}

function checkSizes(body: RecordBody, who: string): void {
  const text = typeof body.content === 'string' ? body.content : JSON.stringify(body.content)
  checkSize(text, limits.contentBytes, 'a record with content', who)
  if (body.value !== undefined) checkSize(JSON.stringify(body.value), limits.valueBytes, 'a value', who)
  if (body.metadata) checkSize(JSON.stringify(body.metadata), limits.metadataBytes, 'a record with metadata', who)
}

function checkSize(text: string, max: number, what: string, who: string): void {
  const bytes = utf8Length(text)
  if (bytes <= max) return
  const kB = (n: number) => `${Math.ceil(n / 1024)} kB`
  throw new ModelError('content-too-large', `${who} tried to write ${what} of ${kB(bytes)}`, {
    hint: `at most ${kB(max)} fit; make it an artifact`,
  })
}
