import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeRecord, encodeRecord, type RecordBody, recordLimits } from './codec'
import type { Json } from './json'

const plain: RecordBody = {
  type: 'record',
  kind: 'episodic',
  content: 'Order 42 left the warehouse',
  scope: {},
  tags: [],
  author: { agent: 'support' },
  time: { ms: 1_790_000_000_000, count: 3 },
  status: 'plain',
  derivedFrom: [],
}

const full: RecordBody = {
  ...plain,
  type: 'fact',
  kind: 'semantic',
  content: { text: 'shipped', by: ['truck', 7, null, true] },
  value: null,
  scope: { user: 'ada', run: 'r1' },
  tags: ['orders', 'übersee'],
  author: { agent: 'support', user: 'ada' },
  status: 'verified',
  derivedFrom: ['team.0.4f2k9z.18'],
  source: { type: 'tool', name: 'warehouse-api', uri: 'https://example.test/42', session: 's1' },
  title: 'Order 42',
  subject: 'order 42',
  confidence: 0.9,
  importance: 0,
  pinned: false,
  sensitivity: 'internal',
  validFrom: -1,
  validTo: 5,
  expires: 1_800_000_000_000,
  reason: 'scanned',
  metadata: { shelf: 'b', nested: { deep: [1.5] } },
}

const golden = [
  '[1,["support"],[1790000000000,3],"record","episodic","Order 42 left the warehouse"]',
  '[1,["support","ada"],[1790000000000,3],"fact","semantic",{"text":"shipped","by":["truck",7,null,true]},' +
    '["ada",null,"r1"],["orders","übersee"],{"status":"verified","derivedFrom":["team.0.4f2k9z.18"],' +
    '"source":{"type":"tool","name":"warehouse-api","uri":"https://example.test/42","session":"s1"},"value":null,' +
    '"title":"Order 42","subject":"order 42","confidence":0.9,"importance":0,"pinned":false,"sensitivity":"internal",' +
    '"validFrom":-1,"validTo":5,"expires":1800000000000,"reason":"scanned",' +
    '"metadata":{"shelf":"b","nested":{"deep":[1.5]}}}]',
]

test('version 1 is written like this for ever, and every field comes back', () => {
  expect([plain, full].map(encodeRecord)).toEqual(golden)
  expect(golden.map(decodeRecord)).toEqual([plain, full].map(body => ({ ok: true, body })))
})

test('any JSON survives as content, value and metadata, and bodies come back frozen throughout', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.string({ unit: 'binary' }), (value, text) => {
      const json = JSON.parse(JSON.stringify(value)) as Json
      fc.pre(!/__proto__|constructor|prototype/.test(JSON.stringify(json)))
      const body: RecordBody = { ...full, content: text, value: json, metadata: { json } }
      const decoded = decodeRecord(encodeRecord(body))
      expect(decoded).toEqual({ ok: true, body })
      expect(isFrozen(decoded)).toBe(true)
    }),
  )
})

test('what a newer program added is written again: fields by name, positions, metadata', () => {
  const newer = JSON.stringify([
    ...JSON.parse(golden[0]!),
    [],
    [],
    { mood: 'calm', status: 'proposed', metadata: { a: 1 } },
    { next: [1] },
    [],
    8,
  ])
  const decoded = decodeRecord(newer)
  if (!decoded.ok) throw new Error('not decoded')
  expect(decoded.body.extra).toEqual({ tail: [{ next: [1] }, [], 8], fields: { mood: 'calm' } })
  const again = JSON.parse(encodeRecord({ ...decoded.body, content: 'changed' }))
  const expected = JSON.parse(newer)
  expected[5] = 'changed'
  expect(again).toEqual(expected)
})

test('names that reach into prototypes are refused when written and damage when read, however deep', () => {
  for (const name of ['__proto__', 'constructor', 'prototype']) {
    const bad = JSON.parse(`{"a":[{"b":{"${name}":{"polluted":true}}}]}`)
    for (const field of ['content', 'value', 'metadata'] as const) {
      const write = () => encodeRecord({ ...full, [field]: bad })
      expect(write).toThrow(expect.objectContaining({ code: 'invalid-field', message: expect.stringContaining(name) }))
    }
    const payloads = [
      golden[0]!.replace('"Order 42 left the warehouse"', JSON.stringify(bad)),
      golden[1]!.replace('{"deep":[1.5]}', JSON.stringify(bad)),
      golden[1]!.replace('"status"', `"${name}":1,"status"`),
      `${golden[0]!.slice(0, -1)},[],[],{},${JSON.stringify(bad)}]`,
    ]
    for (const payload of payloads) expect(decodeRecord(payload)).toMatchObject({ ok: false, reason: 'damaged' })
  }
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})

test('a newer version is read only as far as every version agrees', () => {
  const payload = '[2,["support"],[5,0],{"anything":"else"}]'
  const expected = { ok: false, reason: 'newer', version: 2, author: { agent: 'support' }, time: { ms: 5, count: 0 } }
  expect(decodeRecord(payload)).toEqual(expected)
  expect(decodeRecord('[3,7,"x"]')).toEqual({ ok: false, reason: 'newer', version: 3 })
})

test('payloads of any shape are damage, never an error', () => {
  const cases = ['', 'null', '7', '{}', '[]', '["1"]', '[0.5]', '[-1]', '[1]', '[1,["a"],[1]]', '{"length":9}']
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  for (const payload of [
    ...cases,
    deep,
    golden[0]!.replace('episodic', 'dreamt'),
    golden[0]!.replace('record', 'rumour'),
  ]) {
    expect(decodeRecord(payload), payload.slice(0, 80)).toMatchObject({ ok: false, reason: 'damaged' })
  }
  const damage = fc.array(fc.jsonValue()).map(tail => JSON.stringify([1, ...tail]))
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), damage), payload => void decodeRecord(payload)))
})

test('changing any one character of a payload never throws and never yields half a body', () => {
  fc.assert(
    fc.property(fc.nat(golden[1]!.length - 1), fc.string({ maxLength: 3 }), (at, text) => {
      const decoded = decodeRecord(golden[1]!.slice(0, at) + text + golden[1]!.slice(at + 1))
      if (decoded.ok) expect(() => encodeRecord({ ...decoded.body, validFrom: 0, validTo: 1 })).not.toThrow()
    }),
  )
})

test('what is too large says who, how much, and what to do', () => {
  const cases: Partial<RecordBody>[] = [
    { content: 'ü'.repeat(recordLimits.contentBytes / 2 + 1) },
    { content: ['x'.repeat(recordLimits.contentBytes)] },
    { type: 'fact', value: 'x'.repeat(recordLimits.valueBytes) },
    { metadata: { x: 'x'.repeat(recordLimits.metadataBytes) } },
    { content: '\u0001'.repeat(recordLimits.contentBytes) },
  ]
  for (const change of cases) {
    expect(() => encodeRecord({ ...plain, ...change })).toThrow(
      expect.objectContaining({
        code: 'content-too-large',
        message: expect.stringMatching(/agent "support" .* kB/),
        hint: expect.stringContaining('artifact'),
      }),
    )
  }
  expect(decodeRecord(encodeRecord({ ...plain, content: 'x'.repeat(recordLimits.contentBytes) })).ok).toBe(true)
})

test('fields that are not what they should be are refused by name', () => {
  const cases: [change: object, named: string][] = [
    [{ type: 'rumour' }, 'type'],
    [{ kind: 'dreamt' }, 'kind'],
    [{ type: 'fact' }, 'value'],
    [{ author: { agent: '' } }, 'author'],
    [{ time: { ms: Number.NaN, count: 0 } }, 'time'],
    [{ tags: new Array(65).fill('t') }, 'tags'],
    [{ tags: ['x'.repeat(257)] }, 'tags'],
    [{ scope: { tenant: 'x' } }, 'scope'],
    [{ derivedFrom: 'id' }, 'derivedFrom'],
    [{ confidence: 1.1 }, 'confidence'],
    [{ expires: new Date(0) }, 'expires'],
    [{ validFrom: 2, validTo: 1 }, 'validTo'],
    [{ metadata: { when: new Date(0) } }, 'metadata'],
    [{ metadata: { n: Number.POSITIVE_INFINITY } }, 'metadata'],
    [{ metadata: { n: 1n } }, 'metadata'],
    [{ metadata: { list: [undefined] } }, 'metadata'],
    [{ content: undefined }, 'content'],
    [{ extra: { fields: { pinned: true } } }, 'extra'],
    [{ source: { name: 'no type' } }, 'source'],
  ]
  for (const [change, named] of cases) {
    expect(() => encodeRecord({ ...plain, ...change }), JSON.stringify(named)).toThrow(
      expect.objectContaining({ code: 'invalid-field', message: expect.stringContaining(`whose ${named}`) }),
    )
  }
})

function isFrozen(value: unknown): boolean {
  return typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen))
}
